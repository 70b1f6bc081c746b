"""Links to proofs of payment"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt_links",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("payment_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_receipt_links_kiosk_id_kiosks")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_receipt_links")),
    )
    op.create_index(op.f("ix_receipt_links_payment_id"), "receipt_links", ["payment_id"])
    op.create_index(op.f("ix_receipt_links_until"), "receipt_links", ["until"])


def downgrade() -> None:
    op.drop_table("receipt_links")
