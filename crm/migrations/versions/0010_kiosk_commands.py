"""Commands to kiosks, with what became of them"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk_commands",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_kiosk_commands_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_commands")),
    )
    op.create_index(
        op.f("ix_kiosk_commands_kiosk_id_state"), "kiosk_commands", ["kiosk_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_kiosk_commands_kiosk_id_asked_at"), "kiosk_commands", ["kiosk_id", "asked_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("kiosk_commands")
