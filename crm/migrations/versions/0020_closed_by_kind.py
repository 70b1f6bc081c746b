"""What was closed today is found by kind and moment, whatever was closed before"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_cases_kind_closed_at"), "cases", ["kind", "closed_at"], unique=False)
    op.drop_index(op.f("ix_cases_closed_at"), table_name="cases")


def downgrade() -> None:
    op.create_index(op.f("ix_cases_closed_at"), "cases", ["closed_at"], unique=False)
    op.drop_index(op.f("ix_cases_kind_closed_at"), table_name="cases")
