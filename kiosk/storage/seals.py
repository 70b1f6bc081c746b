"""Seals on the rows of money: what was written, by whoever holds the store's key, and in which order.

Each row of a sealed table has one seal: a keyed hash over its place in the chain, its table, number, payment and time,
over all that stands in it, and over the seal before. So a changed byte is found at its row, without looking at any other;
a row, or a seal, that was taken away or put in between is found by the chain. A column that has no value is left out,
so that a later version may add one (without a default).

The chain loses its beginning with the rows (retention.py). What may be missing is what is older than the horizon that the
chain itself says last: a seal without a row, which holds the moment as its time and the last number gone as its row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kiosk.storage.canon import canonical, digest
from kiosk.storage.engine import Database, append
from kiosk.storage.keyed import MONEY, RECORD, keyed

#: Every table of money: the column of its payment, and of its time. Its rows are numbered (`n`) and never changed.
SEALED = {
    "payment": ("id", "asked_at"),
    "payment_outcome": ("payment", "decided_at"),
    "payment_paper": ("payment", "at"),
    "reversal": ("payment", "asked_at"),
    "reversal_outcome": ("payment", "decided_at"),
}
#: What a seal stands for that says how far the chain's beginning may be gone.
HORIZON = "horizon"
ROOT = "0" * 64

SCHEMA = (
    """
    CREATE TABLE money_seal (
        n INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        row INTEGER NOT NULL,
        payment TEXT NOT NULL,
        at TEXT NOT NULL,
        previous TEXT NOT NULL,
        seal TEXT NOT NULL
    ) STRICT
    """,
    f"CREATE UNIQUE INDEX money_seal_rows ON money_seal (source, row) WHERE source <> '{HORIZON}'",
    "CREATE INDEX money_seal_payments ON money_seal (payment)",
    "CREATE TABLE payment_blocked (payment TEXT PRIMARY KEY, part TEXT NOT NULL, at TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "ALTER TABLE horizon ADD COLUMN seal_n INTEGER NOT NULL DEFAULT 0",
    f"ALTER TABLE horizon ADD COLUMN seal TEXT NOT NULL DEFAULT '{ROOT}'",
    "ALTER TABLE outbox ADD COLUMN seal TEXT NOT NULL DEFAULT ''",
)

LAST = "SELECT n, seal FROM money_seal ORDER BY n DESC LIMIT 1"
OF_PAYMENT = "SELECT n, source, row, payment, at, previous, seal FROM money_seal WHERE payment = ? ORDER BY n"
_BEHIND = "SELECT n, source, row, payment, at, previous, seal FROM money_seal WHERE n > ? ORDER BY n LIMIT ?"
_BEGINNING = "SELECT seal_n, seal FROM horizon"


class Seal(NamedTuple):
    n: int
    source: str
    row: int
    payment: str
    at: str
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not hold: the payment (empty where no row says so), the table, and a sentence with its place."""

    payment: str
    part: str
    sentence: str


def append_sealed(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Adds one row of money and its seal within the caller's transaction; returns its number."""
    number = append(db, table, row)
    seal_row(db, table, next(db.query(f"SELECT * FROM {table} WHERE n = ?", (number,))))
    return number


def seal_row(db: Database, table: str, row: Mapping[str, object]) -> None:
    """Seals a row that is there."""
    payment, at = SEALED[table]
    _append(db, table, row["n"], row[payment], row[at], row)


def seal_horizon(db: Database, through: int, before: str) -> None:
    """Seals up to `through` are gone, and rows older than `before` may be."""
    _append(db, HORIZON, through, "", before, {})


def seal_all(db: Database) -> None:
    """Every row that is there and has no seal yet: for the migration, which vouches for what it found and no further."""
    for table in SEALED:
        if db.table(table).exists():
            seal_table(db, table)
    owed = db.execute("SELECT id, kind, at, body_hash FROM outbox WHERE stream = 'money'").fetchall()
    for record in owed:
        db.execute("UPDATE outbox SET seal = ? WHERE id = ?", (seal_of_record(db, *record), record[0]))


def seal_table(db: Database, table: str) -> None:
    """The rows of one table that had no seals before."""
    for row in list(db.query(f"SELECT * FROM {table} ORDER BY n")):
        seal_row(db, table, row)


def seal_of_record(db: Database, record: str, kind: str, at: str, body_hash: str) -> str:
    """On money's way to the centre; its number changes with the epoch and is not part of it."""
    return keyed(db, RECORD, canonical([record, kind, at, body_hash]))


def wrong_with(db: Database, payment: str) -> Broken | None:
    """What of this payment does not hold, by its own rows and seals alone; None: all of it does."""
    known = set()
    for seal in map(Seal._make, db.execute(OF_PAYMENT, (payment,))):
        if wrong := _wrong_row(db, seal, ""):
            return wrong
        known.add((seal.source, seal.row))
    for table, (owner, _) in SEALED.items():
        for (number,) in db.execute(f"SELECT n FROM {table} WHERE {owner} = ?", (payment,)):
            if (table, number) not in known:
                return Broken(payment, table, f"row {number} of {table} has no seal")
    return None if known else Broken(payment, "payment", f"payment {payment} is not in the journal")


def look(db: Database, after: int, limit: int) -> tuple[int, list[Broken]]:
    """What does not hold among the next `limit` seals behind number `after` (0: from the beginning); the last number
    seen, 0 where the end was reached."""
    beginning, root = db.execute(_BEGINNING).fetchone()
    before = gone_before(db)
    if after <= beginning:
        after, previous = beginning, root
    else:
        (previous,) = db.execute("SELECT seal FROM money_seal WHERE n = ?", (after,)).fetchone() or ("",)
    found: list[Broken] = []
    rows = db.execute(_BEHIND, (after, limit)).fetchall()
    for seal in map(Seal._make, rows):
        if seal.n != after + 1:
            found.append(Broken("", "money_seal", f"seal {after + 1} is missing: seal {seal.n} follows"))
        elif seal.previous != previous:
            sentence = f"seal {seal.n} does not follow on the one before"
            found.append(Broken(seal.payment, "money_seal", sentence))
        if wrong := _wrong_row(db, seal, before):
            found.append(wrong)
        after, previous = seal.n, seal.seal
    return after if len(rows) == limit else 0, found


def look_at_ends(db: Database) -> Iterator[Broken]:
    """What seals alone do not tell: rows without one, and a beginning that was moved by hand."""
    for table, (owner, _) in SEALED.items():
        missing = f"NOT EXISTS (SELECT 1 FROM money_seal s WHERE s.source = '{table}' AND s.row = r.n)"
        for number, payment in db.execute(f"SELECT n, {owner} FROM {table} r WHERE {missing} ORDER BY n"):
            yield Broken(payment, table, f"row {number} of {table} has no seal")
    said = db.execute(
        f"SELECT row FROM money_seal WHERE source = '{HORIZON}' ORDER BY n DESC LIMIT 1"
    ).fetchone()
    beginning = db.execute(_BEGINNING).fetchone()[0]
    if beginning != (said[0] if said else 0):
        yield Broken("", "money_seal", f"the beginning of the seals was moved: it is behind seal {beginning}")


def wrong_with_record(
    db: Database, record: str, kind: str, at: str, body: str, body_hash: str
) -> Broken | None:
    """A record on money's way, and then the payment it tells of: what it says is only to be believed when it holds."""
    (seal,) = db.execute("SELECT seal FROM outbox WHERE id = ?", (record,)).fetchone()
    fits = digest(body) == body_hash and seal == seal_of_record(db, record, kind, at, body_hash)
    payment = payment_in(body)
    if not fits:
        return Broken(payment, "outbox", f"record {record} was changed: it does not fit its seal")
    return wrong_with(db, payment) if payment else None


def held_back(db: Database) -> Iterator[Broken]:
    """The records of money that are parked and still do not hold."""
    rows = "SELECT id, kind, at, body, body_hash FROM outbox WHERE state = 'parked' AND stream = 'money'"
    for row in db.execute(rows).fetchall():
        if wrong := wrong_with_record(db, *row):
            yield wrong


def payment_in(body: str) -> str:
    """The payment that some JSON tells of; empty: none, or it is no JSON any more."""
    try:
        return str(json.loads(body)["payment"])
    except (ValueError, TypeError, KeyError):
        return ""


def drop_beginning(db: Database, before: str, limit: int) -> None:
    """After rows went: so do the seals at the beginning whose rows are gone, and the chain says so itself."""
    through = None
    for seal in map(Seal._make, db.execute(_BEHIND, (0, limit)).fetchall()):
        if seal.source != HORIZON and (seal.source not in SEALED or _row(db, seal) is not None):
            break
        through = seal
    if through is not None:
        db.execute("UPDATE horizon SET seal_n = ?, seal = ?", (through.n, through.seal))
    seal_horizon(db, db.execute(_BEGINNING).fetchone()[0], before)
    db.execute("DELETE FROM money_seal WHERE n <= (SELECT seal_n FROM horizon)")


def _append(
    db: Database, source: str, row: object, payment: object, at: object, content: Mapping[str, object]
) -> None:
    last = db.execute(LAST).fetchone() or db.execute(_BEGINNING).fetchone()
    n, previous = last[0] + 1, last[1]
    made = keyed(db, MONEY, _text(n, source, row, payment, at, previous, content))
    columns = {"n": n, "source": source, "row": row, "payment": payment, "at": at, "previous": previous}
    append(db, "money_seal", {**columns, "seal": made})


def _text(*said: object) -> str:
    *head, content = said
    assert isinstance(content, Mapping)
    return canonical([*head, {name: value for name, value in content.items() if value is not None}])


def _row(db: Database, seal: Seal) -> dict[str, object] | None:
    return next(db.query(f"SELECT * FROM {seal.source} WHERE n = ?", (seal.row,)), None)


def _wrong_row(db: Database, seal: Seal, before: str) -> Broken | None:
    """`before`: rows older than this may be gone."""
    if seal.source == HORIZON:
        content: dict[str, object] | None = {}
    elif seal.source in SEALED:
        content = _row(db, seal)
        if content is None and seal.at < before:
            return None
    else:
        content = None
    place = f"row {seal.row} of {seal.source}"
    if content is None:
        return Broken(seal.payment, seal.source, f"{place} is missing: seal {seal.n} stands for it")
    n, source, row, payment, at, previous, made = seal
    if keyed(db, MONEY, _text(n, source, row, payment, at, previous, content)) == made:
        return None
    return Broken(payment, source, f"{place} was changed: it does not fit seal {n}")


def gone_before(db: Database) -> str:
    """What is older may be gone, by the last word of the chain on it, if that holds."""
    found = db.execute(
        "SELECT n, source, row, payment, at, previous, seal FROM money_seal"
        f" WHERE source = '{HORIZON}' ORDER BY n DESC LIMIT 1"
    ).fetchone()
    if found is None:
        return ""
    seal = Seal(*found)
    return "" if _wrong_row(db, seal, "") else seal.at
