"""What an account shows: usage, failed automatic payments, outages, notices that were seen"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("area", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("bills", sa.Column("used", sa.Integer(), nullable=True))
    op.add_column("bills", sa.Column("unit", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("bills", sa.Column("auto_pay_failed_on", sa.Date(), nullable=True))
    op.create_index(
        op.f("ix_bills_account_number_period_to"), "bills", ["account_number", "period_to"], unique=False
    )
    op.create_table(
        "outages",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    op.create_index(op.f("ix_outages_area_ends_at"), "outages", ["area", "ends_at"], unique=False)
    op.create_table(
        "notices_seen",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=100), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_notices_seen_customer_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_notices_seen_kiosk_id")),
        sa.PrimaryKeyConstraint("customer_id", "notice", name=op.f("pk_notices_seen")),
    )


def downgrade() -> None:
    op.drop_table("notices_seen")
    op.drop_table("outages")
    op.drop_index(op.f("ix_bills_account_number_period_to"), table_name="bills")
    op.drop_column("bills", "auto_pay_failed_on")
    op.drop_column("bills", "unit")
    op.drop_column("bills", "used")
    op.drop_column("accounts", "area")
