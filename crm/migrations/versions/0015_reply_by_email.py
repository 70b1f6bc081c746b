"""The e-mail address to which an answer goes"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("callbacks", "cases"):
        op.add_column(table, sa.Column("email", sa.String(length=254), nullable=False, server_default=""))
    op.create_index(op.f("ix_callbacks_email"), "callbacks", ["email"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_callbacks_email"), table_name="callbacks")
    for table in ("callbacks", "cases"):
        op.drop_column(table, "email")
