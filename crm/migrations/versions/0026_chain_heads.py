"""Where each kiosk's audit chain ended when it was heard last"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "stream_positions"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("chain_line", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column(TABLE, sa.Column("chain_hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("chain_noted", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in ("chain_noted", "chain_hash", "chain_line"):
        op.drop_column(TABLE, name)
