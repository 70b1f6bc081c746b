"""Calls for staff"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_calls",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("need", sa.String(length=32), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("going_by", sa.Integer(), nullable=True),
        sa.Column("going_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["going_by"], ["staff.id"], name=op.f("fk_staff_calls_going_by")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_staff_calls_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_calls")),
    )
    op.create_index(op.f("ix_staff_calls_called_at"), "staff_calls", ["called_at"], unique=False)
    op.create_index(
        op.f("ix_staff_calls_kiosk_id_called_at"), "staff_calls", ["kiosk_id", "called_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("staff_calls")
