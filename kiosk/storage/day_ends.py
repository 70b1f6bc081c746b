"""Ends of day on disk: what was compared, from which row of the journal to which, and what it came to.

Before the terminal is told to close the store says so: a break in the middle is found at the next start, and told.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.day_end import DayTotals, Fate, Listed, Total, Transaction
from kiosk.domain.reckoning import Close, DayEndResult, Span, Standing, Why, doubted, reckon
from kiosk.storage.audit import note
from kiosk.storage.canon import moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import Database, append
from kiosk.storage.kept import keep, value_of
from kiosk.storage.queue import enqueue
from kiosk.storage.seals import wrong_with

_CLOSING = "day_end_closing"
#: The last close that is sure, and the attempt behind it whose end nobody knows.
_SURE = "SELECT ended_at, through, reversals_through FROM day_end WHERE closed ORDER BY n DESC LIMIT 1"
_UNSURE = (
    "SELECT ended_at, through, reversals_through FROM day_end"
    " WHERE why IN ('close_lost', 'interrupted') AND NOT closed"
    " AND n > coalesce((SELECT max(n) FROM day_end WHERE closed), 0) ORDER BY n DESC LIMIT 1"
)
_TAKEN = """
    SELECT count(*), coalesce(sum(p.minor), 0) FROM payment_outcome o JOIN payment p ON p.id = o.payment
    WHERE o.n > ? AND o.outcome = 'approved'
"""
_BACK = """
    SELECT count(*), coalesce(sum(p.minor), 0) FROM reversal_outcome o
    JOIN reversal r ON r.id = o.reversal JOIN payment p ON p.id = r.payment
    WHERE o.n > ? AND o.outcome = 'reversed'
"""


#: The newest of a span's transactions, each with its payment; (at, reference, minor, slip, payment).
_LISTED = """
    SELECT * FROM (
        SELECT o.decided_at AS at, p.reference, p.minor, o.slip, p.id
        FROM payment_outcome o JOIN payment p ON p.id = o.payment
        WHERE o.n > :after AND o.n <= :through AND o.outcome = 'approved' ORDER BY o.n DESC LIMIT :most
    ) UNION ALL SELECT * FROM (
        SELECT o.decided_at AS at, p.reference, -p.minor, o.slip, p.id
        FROM reversal_outcome o JOIN payment p ON p.id = o.payment
        WHERE o.n > :reversals_after AND o.n <= :reversals_through AND o.outcome = 'reversed'
        ORDER BY o.n DESC LIMIT :most
    ) ORDER BY at DESC, minor LIMIT :most
"""
#: Of the payments of a span, by what was last known of each one's proof.
_PROOFS = """
    SELECT coalesce(w.paper, 'open') AS fate, count(*) FROM payment_outcome o
    LEFT JOIN payment_paper w ON w.n = (SELECT max(n) FROM payment_paper WHERE payment = o.payment)
    WHERE o.n > :after AND o.n <= :through AND o.outcome = 'approved' GROUP BY fate
"""
_DRAWN_IN = "SELECT count(*) FROM audit WHERE kind = 'paper.retracted' AND at >= ?"
_BLOCKED = """
    SELECT 1 FROM payment_blocked b JOIN payment_outcome o ON o.payment = b.payment WHERE o.n > ? LIMIT 1
"""
#: So many transactions stand in a record, on a page and on paper.
LISTED = 100


class SqliteDayEnds:
    """The DayEnds port. `currency`: the terminal's."""

    def __init__(self, store: Store, zone: ZoneInfo, currency: str) -> None:
        self._store = store
        self._zone = zone
        self._currency = currency

    def last(self) -> datetime | None:
        with self._store.read() as db:
            row = db.execute("SELECT ended_at FROM day_end ORDER BY n DESC LIMIT 1").fetchone()
        return moment_of(row[0], self._zone) if row else None

    def spans(self) -> tuple[Span, ...]:
        with self._store.read() as db:
            return self._spans(db)

    def standing(self) -> Standing:
        with self._store.read() as db:
            span = self._spans(db)[0]
            return Standing(span.begins, span, self._list(db, span)[0])

    def closing(self, now: datetime) -> None:
        with self._store.write() as db:
            keep(db, _CLOSING, utc_text(now))

    def close(self, before: tuple[Span, ...], close: Close, now: datetime) -> DayEndResult:
        with self._store.write(finishing=True) as db:
            return self._write(db, reckon((*before, *self._spans(db)), close), now)

    def tell_interrupted(self, now: datetime) -> bool:
        with self._store.write(finishing=True) as db:
            if not value_of(db, _CLOSING):
                return False
            self._write(db, reckon(self._spans(db), Close(None, False, Why.INTERRUPTED)), now)
            return True

    def _spans(self, db: Database) -> tuple[Span, ...]:
        begins = [db.execute(_SURE).fetchone() or (None, 0, 0), db.execute(_UNSURE).fetchone()]
        first = begins[0][0] is None
        return tuple(self._span(db, first, *each) for each in begins if each is not None)

    def _span(self, db: Database, first: bool, begins: str | None, n: int, reversal: int) -> Span:
        count, minor = db.execute(_TAKEN, (n,)).fetchone()
        back_count, back_minor = db.execute(_BACK, (reversal,)).fetchone()
        return Span(
            begins=moment_of(begins, self._zone) if begins else None,
            currency=self._currency,
            count=count,
            minor=minor,
            back_count=back_count,
            back_minor=back_minor,
            through=_last(db, "payment_outcome"),
            reversals_through=_last(db, "reversal_outcome"),
            first=first,
            after=n,
            reversals_after=reversal,
        )

    def _list(self, db: Database, span: Span) -> tuple[Listed, bool]:
        """The span's transactions, and whether all of its rows hold, as far as anybody looked."""
        values = {
            "after": span.after,
            "through": span.through,
            "reversals_after": span.reversals_after,
            "reversals_through": span.reversals_through,
            "most": LISTED,
        }
        rows = db.execute(_LISTED, values).fetchall()
        sound = not db.execute(_BLOCKED, (span.after,)).fetchone()
        sound = sound and not any(wrong_with(db, row[4]) for row in rows)
        listed = tuple(self._transaction(*row[:4]) for row in reversed(rows))
        proofs = dict(db.execute(_PROOFS, values).fetchall())
        begins = utc_text(span.begins) if span.begins else ""
        drawn_in = db.execute(_DRAWN_IN, (begins,)).fetchone()[0]
        more = span.count + span.back_count - len(listed)
        return Listed(
            listed, more, tuple((fate, proofs[fate]) for fate in Fate if fate in proofs), drawn_in
        ), sound

    def _transaction(self, at: str, reference: str, minor: int, slip: str | None) -> Transaction:
        receipt = json.loads(slip).get("receipt") if slip else None
        return Transaction(moment_of(at, self._zone), reference, minor, receipt)

    def _write(self, db: Database, result: DayEndResult, now: datetime) -> DayEndResult:
        listed, sound = self._list(db, result.span)
        result = replace(result if sound else doubted(result), listed=listed)
        record = enqueue(db, self._zone, "day_end", _body(result, now), now)
        row = {
            "ended_at": utc_text(now),
            "closed": int(result.closed),
            "verdict": result.verdict.value,
            "why": result.why.value,
            "through": result.span.through,
            "reversals_through": result.span.reversals_through,
            "record": record,
        }
        append(db, "day_end", row)
        keep(db, _CLOSING, "")
        difference = "" if result.difference is None else str(result.difference)
        fields = {"verdict": result.verdict.value, "why": result.why.value, "difference": difference}
        note(db, self._zone, Entry(Kind.DAY_ENDED, fields), now)
        return result


def _last(db: Database, table: str) -> int:
    return int(db.execute(f"SELECT coalesce(max(n), 0) FROM {table}").fetchone()[0])


def _body(result: DayEndResult, now: datetime) -> dict[str, object]:
    """The body of a `day_end` record: tests/contract/records/day_end.json."""
    span, totals = result.span, result.totals
    return {
        "terminal_id": totals.terminal_id if totals else "",
        "batch": totals.batch if totals else "",
        "currency": span.currency,
        "begins": utc_text(span.begins) if span.begins else None,
        "ends": utc_text(now),
        "closed": result.closed,
        "verdict": result.verdict.value,
        "why": result.why.value,
        "net": bool(totals and totals.net),
        "journal": {
            "payments": {"count": span.count, "minor": span.minor},
            "reversals": {"count": span.back_count, "minor": span.back_minor},
        },
        "terminal": _told(totals) if totals else None,
        "transactions": [_transaction(each) for each in result.listed.transactions],
        "more": result.listed.more,
    }


def _transaction(each: Transaction) -> dict[str, object]:
    return {
        "at": utc_text(each.at),
        "reference": each.reference,
        "minor": each.minor,
        "receipt": each.receipt,
    }


def _told(totals: DayTotals) -> dict[str, object]:
    return {"payments": _total(totals.payments), "reversals": _total(totals.reversals)}


def _total(total: Total) -> dict[str, object]:
    return {"count": total.count, "minor": total.amount.minor}
