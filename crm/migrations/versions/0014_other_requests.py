"""Other requests of the same customer, newest first"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

OLD, NEW = "ix_callbacks_customer_id", "ix_callbacks_customer_id_requested_at"


def upgrade() -> None:
    op.create_index(op.f(NEW), "callbacks", ["customer_id", "requested_at"], unique=False)
    op.drop_index(op.f(OLD), table_name="callbacks")


def downgrade() -> None:
    op.create_index(op.f(OLD), "callbacks", ["customer_id"], unique=False)
    op.drop_index(op.f(NEW), table_name="callbacks")
