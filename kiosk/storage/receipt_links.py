"""Links to proofs: the code itself stands nowhere, the centre hears its hash, and the audit that there is one."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.copies import ReceiptLink
from kiosk.domain.language import Language
from kiosk.storage.audit import note
from kiosk.storage.blocked import is_blocked
from kiosk.storage.canon import digest
from kiosk.storage.database import Store
from kiosk.storage.queue import enqueue

CODE_BYTES = 16
_PAID = (
    "SELECT p.id FROM payment p JOIN payment_outcome o ON o.payment = p.id AND o.outcome = 'approved'"
    " WHERE p.reference = ?"
)


class SqliteReceiptLinks:
    """The ReceiptLinks port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def make(self, reference: str, until: date, language: Language, now: datetime) -> ReceiptLink | None:
        with self._store.write() as db:
            row = db.execute(_PAID, (reference,)).fetchone()
            if row is None or is_blocked(db, self._zone, row[0], now):
                return None
            link = ReceiptLink(secrets.token_urlsafe(CODE_BYTES), until)
            told = {"payment": row[0], "reference": reference, "until": until.isoformat()}
            body = {**told, "code_hash": digest(link.code), "language": language.value}
            enqueue(db, self._zone, "receipt_link", body, now, reference=reference)
            note(db, self._zone, Entry(Kind.PAYMENT_LINKED, told), now)
        return link
