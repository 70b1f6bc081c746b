"""What supervisors look at: the audit chain, calls, thresholds, the condition of kiosks, journals' totals"""

from datetime import UTC
from types import SimpleNamespace

import sqlalchemy as sa
from alembic import op

from crm import chain

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AUDIT = sa.table(
    "audit",
    *(sa.column(name) for name in ("id", "who", "what", "subject", "hash", "seq")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("detail", sa.JSON()),
)
HEAD = sa.table("audit_head", *(sa.column(name) for name in ("id", "seq", "hash")))

#: A sealed line is never changed again, and no line ever goes: the database itself says so.
SQLITE = (
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit WHEN OLD.hash <> ''
    BEGIN SELECT RAISE(ABORT, 'lines of the audit are added, never changed'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'lines of the audit are added, never changed'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'lines of the audit are added, never changed'; END $$
    """,
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW WHEN (OLD.hash <> '')
    EXECUTE FUNCTION audit_stays()
    """,
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays()",
)


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "thresholds",
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_thresholds")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_alerts_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_closed_at"), "alerts", ["closed_at"], unique=False)
    op.create_index(op.f("ix_alerts_opened_at"), "alerts", ["opened_at"], unique=False)
    op.create_index(
        "uq_alerts_open",
        "alerts",
        ["kiosk_id", "subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "device_states",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_device_states_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", "device", name=op.f("pk_device_states")),
    )
    op.create_table(
        "journal_totals",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_journal_totals_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", "epoch", "day", name=op.f("pk_journal_totals")),
    )
    op.create_table(
        "kiosk_health",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.Column("software", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_kiosk_health_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosk_health")),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("callback_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("window_to", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dialled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waited_s", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("handled_s", sa.Integer(), nullable=False),
        sa.Column("talk_s", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["callback_id"], ["callbacks.id"], name=op.f("fk_calls_callback_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.id"], name=op.f("fk_calls_kiosk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("callback_id", "number", name=op.f("uq_calls_callback_id_number")),
    )
    op.create_index(op.f("ix_calls_dialled_at"), "calls", ["dialled_at"], unique=False)
    op.create_index(op.f("ix_calls_ended_at"), "calls", ["ended_at"], unique=False)
    op.create_index(op.f("ix_calls_window_to"), "calls", ["window_to"], unique=False)
    op.add_column("audit", sa.Column("seq", sa.BigInteger(), nullable=True))
    op.add_column("audit", sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    op.create_index(op.f("ix_audit_seq"), "audit", ["seq"], unique=True)
    op.create_index(op.f("ix_audit_subject"), "audit", ["subject"], unique=False)
    op.create_index(op.f("ix_audit_who"), "audit", ["who"], unique=False)
    op.create_index(op.f("ix_bills_paid_on"), "bills", ["paid_on"], unique=False)
    op.create_index(op.f("ix_callbacks_requested_at"), "callbacks", ["requested_at"], unique=False)
    op.drop_index(op.f("ix_payments_kiosk_id"), table_name="payments")
    op.create_index(op.f("ix_payments_decided_at"), "payments", ["decided_at"], unique=False)
    op.create_index(
        op.f("ix_payments_kiosk_id_decided_at"), "payments", ["kiosk_id", "decided_at"], unique=False
    )
    op.drop_index(op.f("ix_records_kind"), table_name="records")
    op.create_index(op.f("ix_records_kind_occurred_at"), "records", ["kind", "occurred_at"], unique=False)
    op.create_index(
        op.f("ix_records_kiosk_id_kind_occurred_at"),
        "records",
        ["kiosk_id", "kind", "occurred_at"],
        unique=False,
    )
    _begin_chain()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _begin_chain() -> None:
    """The lines that were written before there was a chain are its beginning."""
    connection, seq, hash = op.get_bind(), 0, chain.ROOT
    for row in connection.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).all():
        seq += 1
        at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
        hash = chain.link(hash, SimpleNamespace(**{**row._mapping, "at": at, "seq": seq}))
        connection.execute(sa.update(AUDIT).where(AUDIT.c.id == row.id).values(seq=seq, hash=hash))
    connection.execute(sa.insert(HEAD).values(id=1, seq=seq, hash=hash))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_no_update")
        op.execute("DROP TRIGGER audit_no_delete")
    else:
        op.execute("DROP FUNCTION audit_stays() CASCADE")
    op.drop_index(op.f("ix_records_kiosk_id_kind_occurred_at"), table_name="records")
    op.drop_index(op.f("ix_records_kind_occurred_at"), table_name="records")
    op.create_index(op.f("ix_records_kind"), "records", ["kind"], unique=False)
    op.drop_index(op.f("ix_payments_kiosk_id_decided_at"), table_name="payments")
    op.drop_index(op.f("ix_payments_decided_at"), table_name="payments")
    op.create_index(op.f("ix_payments_kiosk_id"), "payments", ["kiosk_id"], unique=False)
    op.drop_index(op.f("ix_callbacks_requested_at"), table_name="callbacks")
    op.drop_index(op.f("ix_bills_paid_on"), table_name="bills")
    op.drop_index(op.f("ix_audit_who"), table_name="audit")
    op.drop_index(op.f("ix_audit_subject"), table_name="audit")
    op.drop_index(op.f("ix_audit_seq"), table_name="audit")
    op.drop_column("audit", "hash")
    op.drop_column("audit", "seq")
    op.drop_index(op.f("ix_calls_window_to"), table_name="calls")
    op.drop_index(op.f("ix_calls_ended_at"), table_name="calls")
    op.drop_index(op.f("ix_calls_dialled_at"), table_name="calls")
    op.drop_table("calls")
    op.drop_table("kiosk_health")
    op.drop_table("journal_totals")
    op.drop_table("device_states")
    op.drop_index(
        "uq_alerts_open",
        table_name="alerts",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_alerts_opened_at"), table_name="alerts")
    op.drop_index(op.f("ix_alerts_closed_at"), table_name="alerts")
    op.drop_table("alerts")
    op.drop_table("thresholds")
    op.drop_table("audit_head")
