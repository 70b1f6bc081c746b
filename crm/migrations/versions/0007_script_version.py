"""The version of the script stands with the case"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("callbacks", sa.Column("script", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("callbacks", "script")
