"""What the centre made of a payment, and reversals from intent to outcome: statements of the schema (schema.py).

The law of giving back is held here as well as by the code: under a grant only, of an approved payment only, one intent a
payment for ever, one final outcome an intent.
"""

from __future__ import annotations

TABLES = (
    """
    CREATE TABLE payment_posting (
        payment TEXT PRIMARY KEY REFERENCES payment (id),
        posting TEXT NOT NULL CHECK (posting IN ('posted', 'refund_due')),
        reversible_until TEXT,
        at TEXT NOT NULL,
        CHECK (reversible_until IS NULL OR posting = 'refund_due')
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX payment_outcome_records ON payment_outcome (record)",
    """
    CREATE TABLE reversal (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        payment TEXT NOT NULL UNIQUE REFERENCES payment (id),
        asked_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER reversal_is_granted BEFORE INSERT ON reversal WHEN NOT EXISTS (
        SELECT 1 FROM payment_posting WHERE payment = new.payment AND reversible_until IS NOT NULL
    ) BEGIN SELECT RAISE(ABORT, 'no grant'); END
    """,
    """
    CREATE TRIGGER reversal_of_money_that_moved BEFORE INSERT ON reversal WHEN NOT EXISTS (
        SELECT 1 FROM payment_outcome WHERE payment = new.payment AND outcome = 'approved'
    ) BEGIN SELECT RAISE(ABORT, 'not approved'); END
    """,
    """
    CREATE TABLE reversal_outcome (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        reversal TEXT NOT NULL REFERENCES reversal (id),
        outcome TEXT NOT NULL CHECK (outcome IN ('reversed', 'not_reversed', 'in_doubt')),
        cause TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        record TEXT NOT NULL,
        seq INTEGER NOT NULL,
        slip TEXT
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_final_reversal ON reversal_outcome (reversal) WHERE outcome <> 'in_doubt'",
    "CREATE UNIQUE INDEX one_reversal_doubt ON reversal_outcome (reversal) WHERE outcome = 'in_doubt'",
    """
    CREATE TRIGGER nothing_after_the_final_reversal BEFORE INSERT ON reversal_outcome
    WHEN EXISTS (SELECT 1 FROM reversal_outcome WHERE reversal = new.reversal AND outcome <> 'in_doubt')
    BEGIN SELECT RAISE(ABORT, 'settled'); END
    """,
    # What is asked again and again costs the same however much there ever was.
    "CREATE TABLE reversal_open (reversal TEXT PRIMARY KEY REFERENCES reversal (id)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER reversal_opens AFTER INSERT ON reversal BEGIN INSERT INTO reversal_open VALUES (new.id); END",
    "CREATE TRIGGER reversal_closes AFTER INSERT ON reversal_outcome WHEN new.outcome <> 'in_doubt'"
    " BEGIN DELETE FROM reversal_open WHERE reversal = new.reversal; END",
    "CREATE TABLE grant_open (payment TEXT PRIMARY KEY REFERENCES payment (id)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER grant_opens AFTER INSERT ON payment_posting WHEN new.reversible_until IS NOT NULL"
    " BEGIN INSERT INTO grant_open VALUES (new.payment); END",
    "CREATE TRIGGER grant_closes AFTER INSERT ON reversal"
    " BEGIN DELETE FROM grant_open WHERE payment = new.payment; END",
)
#: An outcome names its payment, by which its seal is looked for (seals.py).
NAMING = (
    "ALTER TABLE reversal_outcome ADD COLUMN payment TEXT REFERENCES payment (id)",
    "DROP TRIGGER reversal_outcome_no_update",
    "UPDATE reversal_outcome SET payment = (SELECT r.payment FROM reversal r WHERE r.id = reversal)",
    "CREATE INDEX reversal_outcomes ON reversal_outcome (payment)",
    """
    CREATE TRIGGER reversal_outcome_of_its_payment BEFORE INSERT ON reversal_outcome WHEN NOT EXISTS (
        SELECT 1 FROM reversal WHERE id = new.reversal AND payment = new.payment
    ) BEGIN SELECT RAISE(ABORT, 'another payment'); END
    """,
)
#: Append-only tables -> the column of their age.
FROZEN = {"payment_posting": "at", "reversal": "asked_at", "reversal_outcome": "decided_at"}
