"""What terminals, the acquirer and billing say of a day's money"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_ends",
        sa.Column("record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terminal_id", sa.String(length=32), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("net", sa.Boolean(), nullable=False),
        sa.Column("journal", sa.JSON(), nullable=False),
        sa.Column("terminal", sa.JSON(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_day_ends_kiosk_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_day_ends")),
    )
    op.create_index(op.f("ix_day_ends_kiosk_id_day"), "day_ends", ["kiosk_id", "day"], unique=False)
    op.create_table(
        "outside_rows",
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("reference", sa.String(length=48), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_outside_rows")),
    )
    for columns in (("source", "day"), ("source", "reference")):
        name = op.f(f"ix_outside_rows_{'_'.join(columns)}")
        op.create_index(name, "outside_rows", list(columns), unique=False)


def downgrade() -> None:
    op.drop_table("outside_rows")
    op.drop_table("day_ends")
