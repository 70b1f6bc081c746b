"""A fresh reference for a customer, unique in this store over payments, callbacks and cases."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from sqlite_utils import Database

from kiosk.domain.reference import make_reference
from kiosk.ports import StoreError

#: More random bits than 31 ** 7 needs, so that every reference is as likely as any other.
BITS = 64
TRIES = 20

Random = Callable[[int], int]


def take_reference(db: Database, kiosk_id: str, random: Random = secrets.randbits) -> str:
    """Takes one within the caller's transaction. Random, so that nobody can guess the next customer's."""
    for _ in range(TRIES):
        reference = make_reference(kiosk_id, random(BITS))
        if db.execute("INSERT OR IGNORE INTO reference (reference) VALUES (?)", (reference,)).rowcount:
            return reference
    raise StoreError("no free reference was found")
