"""The keys that kiosks sign with, kept in memory: whoever speaks every few seconds is not looked up each time.

What is kept may be out of date, so it only says by which key to check a signature: whether that key holds still is
decided by `registry.admit`, in the transaction that acts on the request.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from crm.database import Database
from crm.schema import Kiosk

#: Keys kept at most: more than a fleet has kiosks, and bounded all the same.
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """`public_key` is the base64 of what `key` is."""

    key: Ed25519PublicKey
    public_key: str
    revoked: bool


@dataclass(slots=True)
class Keyring:
    _kept: dict[str, Known] = field(default_factory=dict)

    def find(self, database: Database, kiosk: str) -> Known | None:
        """None: no kiosk of this id has enrolled."""
        known = self._kept.get(kiosk) or _look_up(database, kiosk)
        if known and not known.revoked and len(self._kept) < MOST:
            self._kept[kiosk] = known
        return known

    def forget(self, kiosk: str) -> None:
        self._kept.pop(kiosk, None)


def _look_up(database: Database, kiosk: str) -> Known | None:
    with database.reading() as session:
        row = session.execute(
            select(Kiosk.public_key, Kiosk.revoked_at).where(Kiosk.id == kiosk)
        ).one_or_none()
    if row is None or not row.public_key:
        return None
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(row.public_key))
    return Known(key, row.public_key, row.revoked_at is not None)
