"""The tables, and the way from any older store to this one: forward only.

What may never change is held by the engine itself: triggers refuse UPDATE and DELETE on the journal, unique
indexes allow one final outcome a payment and one payment a terminal transaction. No personal data outside
`outbox.body`.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

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


def _freeze(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are appended, never changed'); END"
        )
