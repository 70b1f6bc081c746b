"""Money that goes back: by the kiosk under a grant, or by two members of staff"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENTS = ("granted_until", "reversed_at", "proposed_at", "approved_at")


def upgrade() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(each, sa.DateTime(timezone=True), nullable=True) for each in MOMENTS),
        *(sa.Column(each, sa.String(length=32), nullable=False) for each in ("reversal", "reversal_cause")),
        sa.Column("checked", sa.Boolean(), nullable=False),
        *(
            sa.Column(each, sa.String(length=64), nullable=False)
            for each in ("proposed_by", "approved_by", "paid_by")
        ),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_reference", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_refunds_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_refunds_payment_id")),
    )
    op.create_index(op.f("ix_refunds_state_opened_at"), "refunds", ["state", "opened_at"])
    op.create_index(op.f("ix_refunds_paid_on"), "refunds", ["paid_on"])
    # What was owed back before stays with the people who have its case.
    op.execute(
        "INSERT INTO refunds (payment_id, kind, state, minor, currency, opened_at, reversal, reversal_cause, checked,"
        " proposed_by, approved_by, paid_by, paid_reference)"
        " SELECT p.id, 'refund', 'due', sum(l.amount_minor - l.posted_minor), p.currency, p.decided_at, '', '', false,"
        " '', '', '', '' FROM payments p JOIN payment_lines l ON l.payment_id = p.id"
        " JOIN cases c ON c.payment_id = p.id AND c.kind = 'refund_due' AND c.state <> 'closed'"
        " WHERE l.state = 'refund_due' GROUP BY p.id, p.currency, p.decided_at"
    )


def downgrade() -> None:
    op.drop_table("refunds")
