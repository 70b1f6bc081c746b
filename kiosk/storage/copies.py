"""Copies of proofs: each numbered and written down before it is printed, no more of them than the house allows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.payment import Approved
from kiosk.storage.audit import note
from kiosk.storage.blocked import is_blocked
from kiosk.storage.canon import utc_text
from kiosk.storage.chain import head
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.payment_rows import COLUMNS, outcome_of, payment_of

_PAID = f"""
    SELECT {COLUMNS}, offline, outcome, cause, slip, sent FROM (
        SELECT p.*, NULL AS later_terminal, NULL AS later_trace, NULL AS later_receipt, NULL AS later_request,
            o.outcome, o.cause, o.slip, r.id IS NULL AS sent
        FROM payment p JOIN payment_outcome o ON o.payment = p.id AND o.outcome = 'approved'
        LEFT JOIN outbox r ON r.id = o.record
        WHERE p.reference = ?
    )
"""


class SqliteCopies:
    """The Copies port. `most`: copies a payment."""

    def __init__(self, store: Store, zone: ZoneInfo, most: int = 3) -> None:
        self._store = store
        self._zone = zone
        self._most = most

    def take(self, reference: str, now: datetime) -> Copy | NoCopy:
        with self._store.write() as db:
            row = db.execute(_PAID, (reference,)).fetchone()
            if row is None:
                return NoCopy.UNKNOWN
            if is_blocked(db, self._zone, row[0], now):
                return NoCopy.BLOCKED
            *plain, offline, word, cause, slip, sent = row
            payment, outcome = payment_of(plain, self._zone), outcome_of(word, cause, slip)
            taken = db.execute(
                "SELECT count(*) FROM payment_copy WHERE payment = ?", (payment.id,)
            ).fetchone()[0]
            if taken >= self._most:
                return NoCopy.TOO_MANY
            number = int(taken) + 1
            append(db, "payment_copy", {"payment": payment.id, "number": number, "at": utc_text(now)})
            fields = {"payment": payment.id, "reference": reference, "number": str(number)}
            note(db, self._zone, Entry(Kind.PAYMENT_COPIED, fields), now)
            anchor = head(db)
        assert isinstance(outcome, Approved)
        return Copy(payment, outcome, bool(sent), bool(offline), number, anchor)
