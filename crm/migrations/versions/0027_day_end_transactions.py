"""What each end of a terminal's day was made of"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("day_ends", sa.Column("transactions", sa.JSON(), nullable=True))
    op.add_column("day_ends", sa.Column("more", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("more", "transactions"):
        op.drop_column("day_ends", name)
