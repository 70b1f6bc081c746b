"""By which contract and in which batch of the terminal a payment was charged"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NAMES = ("slip_merchant_id", "slip_batch")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("payments", sa.Column(name, sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(NAMES):
        op.drop_column("payments", name)
