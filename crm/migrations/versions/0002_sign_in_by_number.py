"""Signing in by number: customers' PINs, one-time codes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.create_index(op.f("ix_customers_phone"), "customers", ["phone"], unique=False)
    op.create_table(
        "sign_in_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_sign_in_codes_customer_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_sign_in_codes_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_codes")),
    )
    op.create_index(op.f("ix_sign_in_codes_asked_at"), "sign_in_codes", ["asked_at"], unique=False)
    op.create_index(
        op.f("ix_sign_in_codes_number_hash_asked_at"),
        "sign_in_codes",
        ["number_hash", "asked_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_sign_in_codes_kiosk_id_asked_at"), "sign_in_codes", ["kiosk_id", "asked_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("sign_in_codes")
    op.drop_index(op.f("ix_customers_phone"), table_name="customers")
    op.drop_column("customers", "pin_hash")
