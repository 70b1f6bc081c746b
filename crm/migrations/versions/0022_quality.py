"""What of a kiosk's records was wrong, by day; records under another one's id; how far a kiosk's clock is off"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COUNTS = ("taken", "refused", "late", "mismatched", "id_reused", "seq_reused")


def upgrade() -> None:
    op.create_table(
        "quality_days",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in COUNTS),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_quality_days_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", "day", name=op.f("pk_quality_days")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("known_kiosk", sa.String(length=32), nullable=False),
        sa.Column("known_hash", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_by", sa.String(length=64), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_quarantine_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint(
            "record_id", "kiosk_id", "body_hash", name=op.f("uq_quarantine_record_id_kiosk_id_body_hash")
        ),
    )
    op.create_index(
        op.f("ix_quarantine_kiosk_id_first_at"), "quarantine", ["kiosk_id", "first_at"], unique=False
    )
    op.add_column("kiosk_health", sa.Column("clock_ahead_s", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("kiosk_health", "clock_ahead_s")
    op.drop_index(op.f("ix_quarantine_kiosk_id_first_at"), table_name="quarantine")
    op.drop_table("quarantine")
    op.drop_table("quality_days")
