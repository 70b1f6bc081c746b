"""Records under the keys of their kiosks, told in batches; on PostgreSQL in partitions, so that a day goes at once"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_records_kiosk_id_epoch_stream_seq": ["kiosk_id", "epoch", "stream", "seq"],
    "ix_records_kind_occurred_at": ["kind", "occurred_at"],
    "ix_records_kiosk_id_kind_occurred_at": ["kiosk_id", "kind", "occurred_at"],
}
COLUMNS = "id, kiosk_id, epoch, stream, seq, kind, version, occurred_at, tz, body_hash, body, received_at"

STAYS = {
    "sqlite": (
        "CREATE TRIGGER records_no_update BEFORE UPDATE ON records"
        " BEGIN SELECT RAISE(ABORT, 'records are added, never changed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION records_stay() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'records are added, never changed'; END $$",
        "CREATE TRIGGER records_no_update BEFORE UPDATE ON records FOR EACH ROW EXECUTE FUNCTION records_stay()",
    ),
}


def upgrade() -> None:
    _set_aside()
    batch = sa.Column("batch", sa.BigInteger(), nullable=True)
    what = sa.Column("what", sa.String(length=64), nullable=False, server_default="")
    _make(["id", "kiosk_id"], batch, what, postgresql_partition_by="RANGE (id)")
    has_word = sa.text("what <> ''")
    op.create_index(
        op.f("ix_records_what_occurred_at"),
        "records",
        ["what", "occurred_at"],
        postgresql_where=has_word,
        sqlite_where=has_word,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE records_default PARTITION OF records DEFAULT")
    op.execute(f"INSERT INTO records ({COLUMNS}) SELECT {COLUMNS} FROM records_before")
    op.drop_table("records_before")
    for statement in STAYS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_column("quarantine", "known_kiosk")  # it is the same kiosk always


def downgrade() -> None:
    """What kiosks told is not in the audit list any more: only a centre without any of it goes back."""
    op.add_column(
        "quarantine", sa.Column("known_kiosk", sa.String(length=32), nullable=False, server_default="")
    )
    op.drop_index("ix_records_what_occurred_at", table_name="records")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION records_stay() CASCADE")
    _set_aside()
    _make(["id"], sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_records_kiosk_id")))
    op.execute(
        f"INSERT INTO records ({COLUMNS}) SELECT {COLUMNS} FROM records_before WHERE true ON CONFLICT DO NOTHING"
    )
    op.drop_table("records_before")


def _set_aside() -> None:
    """The table as it was, under another name; its keys go, because their names are the schema's on PostgreSQL."""
    for name in INDEXES:
        op.drop_index(name, table_name="records")
    op.rename_table("records", "records_before")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_records", "records_before", type_="primary")


def _make(key: list[str], *more: sa.Column[Any] | sa.ForeignKeyConstraint, **options: Any) -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("stream", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        *more,
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_records")),
        **options,
    )
    for name, columns in INDEXES.items():
        op.create_index(op.f(name), "records", columns, unique=False)
