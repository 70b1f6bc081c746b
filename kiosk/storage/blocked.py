"""Payments whose rows do not hold: nothing is done with them any more, and an audit line says so once.

A payment is on the list from when it was found to when all of the store was looked at and it was not found again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.storage import seals
from kiosk.storage.audit import note
from kiosk.storage.canon import utc_text
from kiosk.storage.engine import Database
from kiosk.storage.seals import Broken

#: What stands in the cause of a doubt of which the journal is the reason.
CAUSE = "seal"


def is_blocked(db: Database, zone: ZoneInfo, payment: str, now: datetime) -> bool:
    """Whether nothing may be done with this payment. Within the caller's transaction, which keeps the alarm."""
    wrong = seals.wrong_with(db, payment)
    if wrong:
        alarm(db, zone, [wrong], now)
    return wrong is not None


def alarm(db: Database, zone: ZoneInfo, found: Iterable[Broken], now: datetime) -> None:
    """Each payment is told once while it stands on the list."""
    for broken in found:
        row = (broken.payment, broken.part, utc_text(now))
        if db.execute("INSERT OR IGNORE INTO payment_blocked VALUES (?, ?, ?)", row).rowcount:
            fields = {"payment": broken.payment, "part": broken.part}
            note(db, zone, Entry(Kind.PAYMENT_BLOCKED, fields), now)


def keep_only(db: Database, zone: ZoneInfo, payments: Collection[str], now: datetime) -> None:
    """After a look at everything: what was not found again holds again."""
    for (payment,) in db.execute("SELECT payment FROM payment_blocked").fetchall():
        if payment not in payments:
            db.execute("DELETE FROM payment_blocked WHERE payment = ?", (payment,))
            note(db, zone, Entry(Kind.PAYMENT_UNBLOCKED, {"payment": payment}), now)


def count(db: Database) -> int:
    return int(db.execute("SELECT count(*) FROM payment_blocked").fetchone()[0])
