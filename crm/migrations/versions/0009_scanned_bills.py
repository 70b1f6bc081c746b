"""Codes on bills, payment in parts, closed accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_POSTED = sa.text("state = 'posted'")


def upgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("bills") as bills:
        bills.add_column(sa.Column("paid_minor", sa.BigInteger(), nullable=False, server_default="0"))
        bills.add_column(sa.Column("allow_partial", sa.Boolean(), nullable=False, server_default=sa.false()))
        bills.add_column(sa.Column("minimum_minor", sa.BigInteger(), nullable=True))
        bills.add_column(sa.Column("maximum_minor", sa.BigInteger(), nullable=True))
        bills.add_column(sa.Column("cash_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE bills SET paid_minor = amount_minor WHERE paid_on IS NOT NULL")
    with op.batch_alter_table("bills") as bills:
        for name in ("paid_minor", "allow_partial", "cash_only"):
            bills.alter_column(name, server_default=None)
        bills.create_check_constraint(
            op.f("ck_bills_never_over"), "paid_minor >= 0 AND paid_minor <= amount_minor"
        )
    op.drop_index(
        "uq_payment_lines_posted_bill",
        table_name="payment_lines",
        sqlite_where=_POSTED,
        postgresql_where=_POSTED,
    )
    with op.batch_alter_table("payment_lines") as lines:
        lines.add_column(sa.Column("posted_minor", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE payment_lines SET posted_minor = amount_minor WHERE state = 'posted'")
    with op.batch_alter_table("payment_lines") as lines:
        lines.alter_column("posted_minor", server_default=None)
        lines.create_check_constraint(
            op.f("ck_payment_lines_posted_within"), "posted_minor >= 0 AND posted_minor <= amount_minor"
        )
    op.create_table(
        "bill_codes",
        sa.Column("key", sa.String(length=48), nullable=False),
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.id"], name=op.f("fk_bill_codes_bill_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bill_codes")),
    )
    op.create_index(op.f("ix_bill_codes_bill_id"), "bill_codes", ["bill_id"])
    op.create_table(
        "scan_grants",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("visit", sa.String(length=64), nullable=False),
        sa.Column("bills", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_scan_grants_kiosk_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_scan_grants")),
    )
    op.create_index(op.f("ix_scan_grants_expires_at"), "scan_grants", ["expires_at"])
    op.create_table(
        "scan_misses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_scan_misses_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_misses")),
    )
    op.create_index(op.f("ix_scan_misses_kiosk_id_at"), "scan_misses", ["kiosk_id", "at"])


def downgrade() -> None:
    for table in ("scan_misses", "scan_grants", "bill_codes"):
        op.drop_table(table)
    with op.batch_alter_table("payment_lines") as lines:
        lines.drop_constraint(op.f("ck_payment_lines_posted_within"), type_="check")
        lines.drop_column("posted_minor")
    op.create_index(
        "uq_payment_lines_posted_bill",
        "payment_lines",
        ["bill_id"],
        unique=True,
        sqlite_where=_POSTED,
        postgresql_where=_POSTED,
    )
    with op.batch_alter_table("bills") as bills:
        bills.drop_constraint(op.f("ck_bills_never_over"), type_="check")
        for name in ("paid_minor", "allow_partial", "minimum_minor", "maximum_minor", "cash_only"):
            bills.drop_column(name)
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_column("closed_on")
