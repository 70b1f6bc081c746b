"""Cases that are worked on, and ratings"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
#: name, type, what rows that are there already get (None: the column may be empty)
COLUMNS = (
    ("visit", sa.String(length=64), ""),
    ("customer_id", sa.Integer(), None),
    ("phone", sa.String(length=32), ""),
    ("topic", sa.String(length=32), ""),
    ("language", sa.String(length=16), ""),
    ("urgent", sa.Boolean(), sa.false()),
    ("starts_at", MOMENT, None),
    ("due_at", MOMENT, None),
    ("claimed_by", sa.Integer(), None),
    ("claimed_at", MOMENT, None),
    ("lease_until", MOMENT, None),
    ("seen_at", MOMENT, None),
    ("outcome", sa.String(length=32), ""),
    ("compensation_minor", sa.BigInteger(), "0"),
    ("compensation_currency", sa.String(length=3), ""),
    ("approval", sa.String(length=32), "none"),
    ("parent", sa.String(length=48), ""),
)
FOREIGN = (("customer_id", "customers"), ("claimed_by", "staff"))
INDEXES = (["customer_id"], ["claimed_by"], ["kind", "state", "due_at"], ["closed_at"], ["reference"])


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        for name, kind, standard in COLUMNS:
            cases.add_column(sa.Column(name, kind, nullable=standard is None, server_default=standard))
        for name, table in FOREIGN:
            cases.create_foreign_key(op.f(f"fk_cases_{name}"), table, [name], ["id"])
    for names in INDEXES:
        op.create_index(op.f(f"ix_cases_{'_'.join(names)}"), "cases", names, unique=False)
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index(op.f("ix_case_events_case_id"), "case_events", ["case_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_ratings_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_at"), "ratings", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("ratings")
    op.drop_table("case_events")
    for names in INDEXES:
        op.drop_index(op.f(f"ix_cases_{'_'.join(names)}"), "cases")
    with op.batch_alter_table("cases") as cases:
        for name, _ in FOREIGN:
            cases.drop_constraint(op.f(f"fk_cases_{name}"), type_="foreignkey")
        for name, _, _ in COLUMNS:
            cases.drop_column(name)
