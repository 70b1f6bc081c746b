"""What nobody needs here any more goes: rows older than half a year of which the centre knows.

The centre knows of what is older than the oldest record that it is still owed. A payment goes whole, and only when it is
settled. The audit chain loses its beginning: the horizon keeps number and hash of the last line that went, and the chain
itself says so in a line, so that another beginning than that one is found (audit.py, decision 22).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.storage import backup
from kiosk.storage.audit import note
from kiosk.storage.canon import utc_text
from kiosk.storage.database import Store
from kiosk.storage.seals import drop_beginning

KEEP = timedelta(days=180)
#: A copy from before a migration holds what was erased since: it does not wait longer than this for a restart.
KEEP_COPY = timedelta(days=7)
#: So many of each kind in one transaction, which then holds up nobody for long.
BATCH = 200

#: The oldest of each kind, by their order and not by a search through all of them.
_PAYMENTS = """
    SELECT id FROM (SELECT id, asked_at FROM payment ORDER BY n LIMIT :batch) p
    WHERE asked_at < :before AND NOT EXISTS (SELECT 1 FROM payment_open WHERE payment = p.id)
    AND NOT EXISTS (SELECT 1 FROM payment_outcome WHERE payment = p.id AND decided_at >= :before)
    AND NOT EXISTS (SELECT 1 FROM payment_paper WHERE payment = p.id AND at >= :before)
    AND NOT EXISTS (SELECT 1 FROM payment_copy WHERE payment = p.id AND at >= :before)
    AND NOT EXISTS (SELECT 1 FROM payment_posting WHERE payment = p.id AND at >= :before)
    AND NOT EXISTS (SELECT 1 FROM grant_open WHERE payment = p.id)
    AND NOT EXISTS (
        SELECT 1 FROM reversal r WHERE r.payment = p.id AND (
            r.asked_at >= :before OR EXISTS (SELECT 1 FROM reversal_open WHERE reversal = r.id)
            OR EXISTS (SELECT 1 FROM reversal_outcome WHERE reversal = r.id AND decided_at >= :before)
        )
    )
"""
_CALLS = """
    SELECT id FROM (SELECT id, called_at FROM staff_call ORDER BY n LIMIT :batch) c
    WHERE called_at < :before AND EXISTS (SELECT 1 FROM staff_call_end WHERE call = c.id AND ended_at < :before)
"""
_ROWS = "SELECT n FROM (SELECT n, {age} AS age FROM {table} ORDER BY n LIMIT :batch) WHERE age < :before"
_COMMANDS = "SELECT id FROM command WHERE at < :before LIMIT :batch"
#: The last line of the chain's beginning that is old enough.
_LINES = """
    SELECT seq, hash FROM audit WHERE seq < (
        SELECT coalesce(min(seq) FILTER (WHERE at >= :before), max(seq) + 1)
        FROM (SELECT seq, at FROM audit ORDER BY seq LIMIT :batch)
    ) ORDER BY seq DESC LIMIT 1
"""
_OWED = "SELECT at FROM outbox WHERE state = '{state}' AND stream = ? ORDER BY seq LIMIT 1"


class Retention:
    """Of one store. `keep`: how long rows stay."""

    def __init__(self, store: Store, zone: ZoneInfo, keep: timedelta = KEEP) -> None:
        self._store = store
        self._zone = zone
        self._keep = keep

    def prune(self, now: datetime) -> int:
        """Takes away all that may go; how many rows. Raises StoreError."""
        backup.forget(self._store.path, now - KEEP_COPY)
        gone = 0
        while some := self._some(now):
            gone += some
        return gone

    def _some(self, now: datetime) -> int:
        with self._store.write(finishing=True) as db:
            before = min([utc_text(now - self._keep), *_oldest_owed(db)])
            db.execute("UPDATE horizon SET before = max(before, ?)", (before,))
            values = {"before": before, "batch": BATCH}
            return sum(
                (
                    _take_payments(db, before, values),
                    _take_calls(db, values),
                    _take_slips(db, values),
                    _take_cases(db, "callback", values),
                    _take_cases(db, "kiosk_case", values),
                    _delete(db, "command", "id", _found(db, _COMMANDS, values)),
                    self._take_lines(db, values, now),
                )
            )

    def _take_lines(self, db: Database, values: dict[str, object], now: datetime) -> int:
        last = db.execute(_LINES, values).fetchone()
        if last is None:
            return 0
        db.execute("UPDATE horizon SET audit_seq = ?, audit_hash = ?", last)
        gone = db.execute("DELETE FROM audit WHERE seq <= ?", (last[0],)).rowcount
        note(db, self._zone, Entry(Kind.AUDIT_PRUNED, {"through": str(last[0]), "chain": last[1]}), now)
        return gone


def _oldest_owed(db: Database) -> Iterator[str]:
    for (stream,) in db.execute("SELECT stream FROM stream_head").fetchall():
        for state in ("waiting", "parked"):
            yield from (row[0] for row in db.execute(_OWED.format(state=state), (stream,)))


def _take_payments(db: Database, before: str, values: dict[str, object]) -> int:
    """Each whole; the beginning of their seals goes with them."""
    ids = _found(db, _PAYMENTS, values)
    reversals = [
        row[0]
        for each in ids
        for row in db.execute("SELECT id FROM reversal WHERE payment = ?", (each,)).fetchall()
    ]
    _delete(db, "reversal_outcome", "reversal", reversals)
    _delete(db, "reversal", "id", reversals)
    for part in ("payment_posting", "payment_copy", "payment_outcome"):
        _delete(db, part, "payment", ids)
    cases = _delete_returning(db, "payment_paper", "payment", ids, "receipt_case")
    references = _delete_returning(db, "payment", "id", ids, "reference")
    _delete(db, "reference", "reference", [each for each in cases + references if each])
    if ids:
        drop_beginning(db, before, 4 * BATCH)
    return len(ids)


def _take_calls(db: Database, values: dict[str, object]) -> int:
    ids = _found(db, _CALLS, values)
    _delete(db, "staff_call_end", "call", ids)
    return _delete(db, "staff_call", "id", ids)


def _take_slips(db: Database, values: dict[str, object]) -> int:
    numbers = _found(db, _ROWS.format(table="counter_slip", age="issued_at"), values)
    _delete(db, "counter_slip_bill", "slip", numbers)
    references = _delete_returning(db, "counter_slip", "n", numbers, "reference")
    return _delete(db, "reference", "reference", references)


def _take_cases(db: Database, table: str, values: dict[str, object]) -> int:
    numbers = _found(db, _ROWS.format(table=table, age="saved_at"), values)
    return _delete(db, "reference", "reference", _delete_returning(db, table, "n", numbers, "reference"))


def _found(db: Database, question: str, values: dict[str, object]) -> list[object]:
    return [row[0] for row in db.execute(question, values).fetchall()]


def _delete(db: Database, table: str, column: str, which: list[object]) -> int:
    for each in which:
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (each,))
    return len(which)


def _delete_returning(
    db: Database, table: str, column: str, which: list[object], wanted: str
) -> list[object]:
    statement = f"DELETE FROM {table} WHERE {column} = ? RETURNING {wanted}"
    return [row[0] for each in which for row in db.execute(statement, (each,)).fetchall()]
