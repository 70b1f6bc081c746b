"""One-time passwords of staff, and a revision to compare"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("staff", "revision")
    op.drop_column("staff", "password_until")
