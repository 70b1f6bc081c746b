"""Slips for the counter on disk: each numbered, with its bills. Rows are appended; of a bill the newest slip counts.

What the journal says of a slip's bills is told only where its rows hold (seals.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentLine
from kiosk.storage.audit import note
from kiosk.storage.blocked import is_blocked
from kiosk.storage.canon import moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.payment_rows import bills_in, lines_of, lines_text
from kiosk.storage.references import Random, take_reference

#: The newest slip of each bill of which one was given out before.
_VOID = """
    SELECT DISTINCT s.reference FROM counter_slip_bill b JOIN counter_slip s ON s.n = b.slip
    WHERE b.bill = ? AND NOT EXISTS
        (SELECT 1 FROM counter_slip_bill mine JOIN counter_slip_bill later
         ON later.bill = mine.bill AND later.slip > mine.slip WHERE mine.slip = s.n)
"""
_NEWER = """
    SELECT 1 FROM counter_slip_bill mine JOIN counter_slip_bill later
    ON later.bill = mine.bill AND later.slip > mine.slip WHERE mine.slip = ? LIMIT 1
"""
#: Bills of payments of which nobody knows yet; by the index of doubts.
_DOUBTED = """
    SELECT p.id, p.lines FROM payment_outcome d JOIN payment p ON p.id = d.payment
    WHERE d.outcome = 'in_doubt' AND NOT EXISTS
        (SELECT 1 FROM payment_outcome f WHERE f.payment = d.payment AND f.outcome <> 'in_doubt')
"""
_ASKED_SINCE = "SELECT id, lines FROM payment WHERE n > ?"
_PAID = "SELECT 1 FROM payment_outcome WHERE payment = ? AND outcome = 'approved'"
#: Found already, by whoever looked; what else they were for does not stand in them any more.
_BLOCKED_SINCE = "SELECT 1 FROM payment_blocked b JOIN payment p ON p.id = b.payment WHERE p.n > ? LIMIT 1"


class SqliteCounterSlips:
    """The CounterSlips port. A slip is good for `days` after its own day."""

    def __init__(
        self, store: Store, kiosk_id: str, zone: ZoneInfo, days: int = 3, *, random: Random = secrets.randbits
    ) -> None:
        self._store = store
        self._kiosk_id = kiosk_id
        self._zone = zone
        self._days = days
        self._random = random

    def issue(self, lines: Sequence[PaymentLine], amount: Money, now: datetime) -> CounterSlip | None:
        """The slip, what it supersedes, and the audit lines of both, in one transaction."""
        until = now.astimezone(self._zone).date() + timedelta(days=self._days)
        with self._store.write() as db:
            if any(_naming(db, _DOUBTED, (), lines)):
                return None
            reference = take_reference(db, self._kiosk_id, self._random)
            void = {ref for line in lines for (ref,) in db.execute(_VOID, (line.bill,))}
            row = {
                "reference": reference,
                "lines": lines_text(lines),
                "minor": amount.minor,
                "currency": amount.currency,
                "issued_at": utc_text(now),
                "until": until.isoformat(),
                "after_payment": db.execute("SELECT coalesce(max(n), 0) FROM payment").fetchone()[0],
            }
            number = append(db, "counter_slip", row)
            for bill in {line.bill for line in lines}:
                append(db, "counter_slip_bill", {"bill": bill, "slip": number})
            self._note(db, reference, amount, until, sorted(void), now)
        issued_at = moment_of(utc_text(now), self._zone)
        return CounterSlip(reference, tuple(lines), amount, issued_at, until)

    def find(self, reference: str, now: datetime) -> CounterSlip | NoSlip:
        """Superseded before run out: who holds two slips is told of the other one."""
        with self._store.write(finishing=True) as db:  # the alarm, where a row does not hold
            row = db.execute(
                "SELECT n, lines, minor, currency, issued_at, until, after_payment FROM counter_slip WHERE reference = ?",
                (reference,),
            ).fetchone()
            if row is None:
                return NoSlip.UNKNOWN
            number, lines, minor, currency, issued_at, until, after = row
            if db.execute(_NEWER, (number,)).fetchone():
                return NoSlip.SUPERSEDED
            if no_slip := self._paid_since(db, after, lines_of(lines), now):
                return no_slip
        last = date.fromisoformat(until)
        if now.astimezone(self._zone).date() > last:
            return NoSlip.EXPIRED
        return CounterSlip(
            reference, lines_of(lines), Money(minor, currency), moment_of(issued_at, self._zone), last
        )

    def _paid_since(
        self, db: Database, after: int, lines: Sequence[PaymentLine], now: datetime
    ) -> NoSlip | None:
        """Whether a card paid one of these bills meanwhile, as far as the journal can be believed."""
        asked = list(_naming(db, _ASKED_SINCE, (after,), lines))
        if any(is_blocked(db, self._zone, payment, now) for payment in asked):
            return NoSlip.UNSURE
        if any(db.execute(_PAID, (payment,)).fetchone() for payment in asked):
            return NoSlip.PAID
        return NoSlip.UNSURE if db.execute(_BLOCKED_SINCE, (after,)).fetchone() else None

    def _note(
        self, db: Database, reference: str, amount: Money, until: date, void: list[str], now: datetime
    ) -> None:
        fields = {
            "reference": reference,
            "amount": f"{amount.minor} {amount.currency}",
            "until": until.isoformat(),
        }
        note(db, self._zone, Entry(Kind.SLIP_ISSUED, fields), now)
        for old in void:
            note(db, self._zone, Entry(Kind.SLIP_SUPERSEDED, {"reference": old, "by": reference}), now)


def _naming(db: Database, query: str, values: tuple[int, ...], lines: Sequence[PaymentLine]) -> Iterator[str]:
    """The payments found that are for one of these bills."""
    bills = {line.bill for line in lines}
    for payment, text in db.execute(query, values).fetchall():
        if bills & bills_in(text):
            yield payment
