"""The tables, and the way from any older store to this one: forward only.

What may never change is held by the engine itself: triggers refuse UPDATE and DELETE on the journal, unique
indexes allow one final outcome a payment and one payment a terminal transaction. No personal data outside
`outbox.body`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlite_utils import Database, Migrations

from kiosk.storage import offline, reversal_tables, seals
from kiosk.storage.chain import begin_keyed

#: Rows of these tables are appended, never touched again.
APPEND_ONLY = ("reference", "payment", "payment_outcome", "payment_paper", "callback", "audit", "epoch")

FIRST = (
    """
    CREATE TABLE reference (
        reference TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE payment (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        reference TEXT NOT NULL UNIQUE REFERENCES reference,
        lines TEXT NOT NULL,
        minor INTEGER NOT NULL,
        currency TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        mark_terminal TEXT NOT NULL,
        mark_trace INTEGER,
        mark_receipt INTEGER,
        offline INTEGER NOT NULL,
        language TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE payment_outcome (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        payment TEXT NOT NULL REFERENCES payment (id),
        outcome TEXT NOT NULL CHECK (outcome IN ('approved', 'declined', 'cancelled', 'in_doubt')),
        cause TEXT NOT NULL,
        recovered INTEGER NOT NULL,
        decided_at TEXT NOT NULL,
        record TEXT NOT NULL,
        terminal_id TEXT,
        trace INTEGER,
        day TEXT,
        slip TEXT,
        CHECK ((outcome = 'approved') = (slip IS NOT NULL)),
        CHECK (slip IS NULL OR (terminal_id IS NOT NULL AND trace IS NOT NULL AND day IS NOT NULL))
    ) STRICT
    """,
    # Final states are final: one of them a payment, and doubt is never raised twice.
    "CREATE UNIQUE INDEX one_final_outcome ON payment_outcome (payment) WHERE outcome <> 'in_doubt'",
    "CREATE UNIQUE INDEX one_doubt ON payment_outcome (payment) WHERE outcome = 'in_doubt'",
    # One transaction of a terminal proves one payment. The day is part of it because traces begin again:
    # after 999999, and after a reset or a swap of the terminal's software.
    "CREATE UNIQUE INDEX one_proof ON payment_outcome (terminal_id, trace, day) WHERE outcome = 'approved'",
    """
    CREATE TRIGGER nothing_after_the_final_outcome BEFORE INSERT ON payment_outcome
    WHEN EXISTS (SELECT 1 FROM payment_outcome WHERE payment = new.payment AND outcome <> 'in_doubt')
    BEGIN SELECT RAISE(ABORT, 'settled'); END
    """,
    """
    CREATE TABLE payment_paper (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        payment TEXT NOT NULL REFERENCES payment (id),
        paper TEXT NOT NULL,
        receipt_case TEXT REFERENCES reference,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_receipt_case ON payment_paper (payment) WHERE receipt_case IS NOT NULL",
    """
    CREATE TABLE callback (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        reference TEXT NOT NULL UNIQUE REFERENCES reference,
        topic TEXT NOT NULL,
        language TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE outbox (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        at TEXT NOT NULL,
        tz TEXT NOT NULL,
        body TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        reference TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'parked', 'delivered')),
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        UNIQUE (stream, seq)
    ) STRICT
    """,
    "CREATE INDEX outbox_waiting ON outbox (stream, seq) WHERE state = 'waiting'",
    "CREATE TABLE stream_head (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    """
    CREATE TABLE audit (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        fields TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE keep (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE epoch (id TEXT PRIMARY KEY, began_at TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

CASES = (
    """
    CREATE TABLE kiosk_case (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        reference TEXT NOT NULL UNIQUE REFERENCES reference,
        kind TEXT NOT NULL,
        language TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT
    """,
)

#: What the horizon guards: table -> the column of its age.
AGES = {
    "payment": "asked_at",
    "payment_outcome": "decided_at",
    "payment_paper": "at",
    "payment_copy": "at",
    "callback": "saved_at",
    "kiosk_case": "saved_at",
    "command": "at",
    "counter_slip": "issued_at",
    "staff_call": "called_at",
    "staff_call_end": "ended_at",
}

_BEFORE = "SELECT before FROM horizon"
#: Who a reference may belong to.
REFERRING = (
    ("payment", "reference"),
    ("payment_paper", "receipt_case"),
    ("callback", "reference"),
    ("kiosk_case", "reference"),
    ("counter_slip", "reference"),
)

QUEUE = (
    """
    CREATE TABLE queue (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        at TEXT NOT NULL,
        tz TEXT NOT NULL,
        body TEXT NOT NULL,
        body_hash TEXT NOT NULL,
        reference TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'parked')),
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "INSERT INTO queue SELECT * FROM outbox ORDER BY n",
    "DROP TABLE outbox",
    "ALTER TABLE queue RENAME TO outbox",
    # A number of a stream is given once (stream_head); one index holds it while it waits, the other while it is parked.
    "CREATE UNIQUE INDEX outbox_waiting ON outbox (stream, seq) WHERE state = 'waiting'",
    "CREATE UNIQUE INDEX outbox_parked ON outbox (stream, seq) WHERE state = 'parked'",
    "INSERT OR IGNORE INTO stream_head (stream, seq)"
    " VALUES ('money', 0), ('cases', 0), ('feedback', 0), ('telemetry', 0), ('audit', 0)",
    *(
        statement
        for state in ("waiting", "parked")
        for statement in (
            f"ALTER TABLE stream_head ADD COLUMN {state} INTEGER NOT NULL DEFAULT 0",
            f"UPDATE stream_head SET {state} ="
            f" (SELECT count(*) FROM outbox o WHERE o.stream = stream_head.stream AND o.state = '{state}')",
        )
    ),
)

OPEN_PAYMENTS = (
    "CREATE TABLE payment_open (payment TEXT PRIMARY KEY REFERENCES payment (id)) STRICT, WITHOUT ROWID",
    "INSERT INTO payment_open SELECT id FROM payment p WHERE NOT EXISTS"
    " (SELECT 1 FROM payment_outcome WHERE payment = p.id AND outcome <> 'in_doubt')",
    "CREATE TRIGGER payment_opens AFTER INSERT ON payment BEGIN INSERT INTO payment_open VALUES (new.id); END",
    "CREATE TRIGGER payment_closes AFTER INSERT ON payment_outcome WHEN new.outcome <> 'in_doubt'"
    " BEGIN DELETE FROM payment_open WHERE payment = new.payment; END",
    "CREATE INDEX payment_outcomes ON payment_outcome (payment)",
    "CREATE INDEX payment_papers ON payment_paper (payment)",
    "CREATE INDEX payment_paper_cases ON payment_paper (receipt_case) WHERE receipt_case IS NOT NULL",
    "CREATE INDEX payment_offline ON payment (n) WHERE offline",
    "CREATE INDEX audit_replaced ON audit (seq) WHERE kind IN ('paper.changed', 'part.changed')",
)

HORIZON = (
    """
    CREATE TABLE horizon (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        before TEXT NOT NULL,
        audit_seq INTEGER NOT NULL,
        audit_hash TEXT NOT NULL
    ) STRICT
    """,
    f"INSERT INTO horizon VALUES (1, '', 0, '{'0' * 64}')",
    "CREATE TRIGGER horizon_moves_on BEFORE UPDATE ON horizon"
    " WHEN new.before < old.before OR new.audit_seq < old.audit_seq"
    " BEGIN SELECT RAISE(ABORT, 'the horizon moves forward only'); END",
    "CREATE TRIGGER horizon_no_delete BEFORE DELETE ON horizon"
    " BEGIN SELECT RAISE(ABORT, 'the horizon stays'); END",
)

DAY_ENDS = """
    CREATE TABLE day_end (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        ended_at TEXT NOT NULL,
        closed INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        why TEXT NOT NULL,
        through INTEGER NOT NULL,
        reversals_through INTEGER NOT NULL,
        record TEXT NOT NULL
    ) STRICT
"""

MIGRATIONS = Migrations("kiosk")


@MIGRATIONS()
def m0001_first(db: Database) -> None:
    for statement in FIRST:
        db.execute(statement)
    for table in APPEND_ONLY:
        _freeze(db, table)


@MIGRATIONS()
def m0002_replica(db: Database) -> None:
    """What the centre published; no customer's."""
    db.execute(
        "CREATE TABLE replica (part TEXT PRIMARY KEY, version TEXT NOT NULL, body TEXT NOT NULL,"
        " pulled_at TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )


@MIGRATIONS()
def m0003_cases(db: Database) -> None:
    for statement in CASES:
        db.execute(statement)
    _freeze(db, "kiosk_case")


@MIGRATIONS()
def m0004_copies(db: Database) -> None:
    """Copies of proofs; a number is given once."""
    db.execute(
        "CREATE TABLE payment_copy (payment TEXT NOT NULL REFERENCES payment (id), number INTEGER NOT NULL,"
        " at TEXT NOT NULL, PRIMARY KEY (payment, number)) STRICT, WITHOUT ROWID"
    )
    _freeze(db, "payment_copy")


@MIGRATIONS()
def m0005_commands(db: Database) -> None:
    """What became of each command of the centre; none is done twice."""
    db.execute(
        "CREATE TABLE command (id TEXT PRIMARY KEY, kind TEXT NOT NULL, result TEXT NOT NULL, at TEXT NOT NULL)"
        " STRICT, WITHOUT ROWID"
    )
    _freeze(db, "command")


@MIGRATIONS()
def m0006_delivered(db: Database) -> None:
    """What the centre has leaves the queue; an outcome keeps the number under which it went into the money stream."""
    db.execute("ALTER TABLE stream_head ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "UPDATE stream_head SET delivered ="
        " (SELECT count(*) FROM outbox o WHERE o.stream = stream_head.stream AND o.state = 'delivered')"
    )
    db.execute("ALTER TABLE payment_outcome ADD COLUMN seq INTEGER")
    for verb in ("update", "delete"):
        db.execute(f"DROP TRIGGER payment_outcome_no_{verb}")
    db.execute("UPDATE payment_outcome SET seq = (SELECT o.seq FROM outbox o WHERE o.id = record)")
    _freeze(db, "payment_outcome")
    db.execute("DELETE FROM outbox WHERE state = 'delivered'")


@MIGRATIONS()
def m0007_counter_slips(db: Database) -> None:
    """Slips for the counter; of a bill only the newest counts."""
    db.execute(
        "CREATE TABLE counter_slip (n INTEGER PRIMARY KEY AUTOINCREMENT,"
        " reference TEXT NOT NULL UNIQUE REFERENCES reference, lines TEXT NOT NULL, minor INTEGER NOT NULL,"
        " currency TEXT NOT NULL, issued_at TEXT NOT NULL, until TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE counter_slip_bill (bill TEXT NOT NULL, slip INTEGER NOT NULL REFERENCES counter_slip (n),"
        " PRIMARY KEY (bill, slip)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE INDEX counter_slip_bills ON counter_slip_bill (slip)")
    for table in ("counter_slip", "counter_slip_bill"):
        _freeze(db, table)


@MIGRATIONS()
def m0008_slip_after_payment(db: Database) -> None:
    """The last payment before a slip: only what was paid after it can make the slip void."""
    db.execute("ALTER TABLE counter_slip ADD COLUMN after_payment INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m0009_staff_calls(db: Database) -> None:
    """Calls for staff, and the end of each: one."""
    db.execute(
        "CREATE TABLE staff_call (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
        " step TEXT NOT NULL, need TEXT NOT NULL, called_at TEXT NOT NULL) STRICT"
    )
    db.execute(
        "CREATE TABLE staff_call_end (call TEXT PRIMARY KEY REFERENCES staff_call (id), ended TEXT NOT NULL,"
        " ended_at TEXT NOT NULL) STRICT, WITHOUT ROWID"
    )
    for table in ("staff_call", "staff_call_end"):
        _freeze(db, table)


@MIGRATIONS()
def m0010_counted(db: Database) -> None:
    """What is asked often costs the same however much there is: the queue is counted, open payments have a list."""
    for statement in (*QUEUE, *OPEN_PAYMENTS):
        db.execute(statement)


@MIGRATIONS()
def m0011_horizon(db: Database) -> None:
    """Rows older than the horizon may go, and the beginning of the audit chain with them; no other ever."""
    for statement in HORIZON:
        db.execute(statement)
    for table, age in AGES.items():
        _keep_until(db, table, f"old.{age} >= ({_BEFORE})")
    slip = f"SELECT 1 FROM counter_slip s WHERE s.n = old.slip AND s.issued_at >= ({_BEFORE})"
    _keep_until(db, "counter_slip_bill", f"EXISTS ({slip})")
    _keep_until(db, "audit", "old.seq > (SELECT audit_seq FROM horizon)")
    owners = (f"SELECT 1 FROM {table} WHERE {column} = old.reference" for table, column in REFERRING)
    _keep_until(db, "reference", f"EXISTS ({' UNION ALL '.join(owners)})")


@MIGRATIONS()
def m0012_mark_request(db: Database) -> None:
    """Our own number for a charge, by which some terminals are asked for it; empty for the others."""
    db.execute("ALTER TABLE payment ADD COLUMN mark_request TEXT NOT NULL DEFAULT ''")


@MIGRATIONS()
def m0013_seals(db: Database) -> None:
    """Money has seals and the audit chain a key. What is there is taken as it is found: seals vouch from here on."""
    for statement in seals.SCHEMA:
        db.execute(statement)
    _freeze(db, "money_seal")
    _keep_until(db, "money_seal", "old.n > (SELECT seal_n FROM horizon)")
    if any(db.table(table).count for table in ("payment", "outbox", "audit")):
        seals.seal_all(db)
        begin_keyed(db, datetime.now(UTC))


@MIGRATIONS()
def m0014_day_ends(db: Database) -> None:
    """What each end of day at the terminal came to."""
    db.execute(DAY_ENDS)
    _freeze(db, "day_end")


@MIGRATIONS()
def m0015_reversals(db: Database) -> None:
    """Money that goes back, and what the centre made of a payment."""
    for statement in reversal_tables.TABLES:
        db.execute(statement)
    for table, age in reversal_tables.FROZEN.items():
        _freeze(db, table)
        _keep_until(db, table, f"old.{age} >= ({_BEFORE})")


@MIGRATIONS()
def m0016_offline_open(db: Database) -> None:
    """Payments made offline that the centre does not have."""
    for statement in offline.TABLES:
        db.execute(statement)


@MIGRATIONS()
def m0017_reversal_seals(db: Database) -> None:
    """Money that goes back has seals as well; what is there is taken as it is found."""
    for statement in reversal_tables.NAMING:
        db.execute(statement)
    _refuse(db, "reversal_outcome", "UPDATE")
    for table in ("reversal", "reversal_outcome"):
        seals.seal_table(db, table)


@MIGRATIONS()
def m0018_counters(db: Database) -> None:
    """What devices did: added to, and reset by a role."""
    db.execute(
        "CREATE TABLE counter (name TEXT PRIMARY KEY, total INTEGER NOT NULL, ever INTEGER NOT NULL, since TEXT)"
        " STRICT, WITHOUT ROWID"
    )


@MIGRATIONS()
def m0019_drawn_in(db: Database) -> None:
    db.execute("CREATE INDEX audit_drawn_in ON audit (at) WHERE kind = 'paper.retracted'")


def _keep_until(db: Database, table: str, young: str) -> None:
    db.execute(f"DROP TRIGGER {table}_no_delete")
    db.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {young}"
        f" BEGIN SELECT RAISE(ABORT, 'rows of {table} are kept, never changed'); END"
    )


def _freeze(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        _refuse(db, table, verb)


def _refuse(db: Database, table: str, verb: str) -> None:
    db.execute(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are appended, never changed'); END"
    )
