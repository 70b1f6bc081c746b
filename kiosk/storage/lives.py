"""The port of the store's lives: which one it is in, and whether the centre's word fits to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.ports import ChainHead
from kiosk.storage import epochs
from kiosk.storage.audit import note
from kiosk.storage.chain import LAST
from kiosk.storage.database import Store


class SqliteEpochs:
    """The Epochs port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def current(self) -> str:
        with self._store.read() as db:
            return epochs.current(db) or ""

    def chain(self, known: int) -> ChainHead | None:
        with self._store.read() as db:
            last = db.execute(LAST).fetchone()
            was = db.execute("SELECT hash FROM audit WHERE seq = ?", (known,)).fetchone()
        if last is None:
            return None
        line, head = last
        return ChainHead(line, head, known, was[0] if was else "")

    def tell(self, now: datetime) -> None:
        with self._store.write(finishing=True) as db:
            self._note(db, now)

    def compare(self, sent_in: str, through: Mapping[str, int], reused: bool, now: datetime) -> bool:
        with self._store.read() as db:
            behind = epochs.is_behind(db, through)
            if epochs.current(db) != sent_in or not (behind or reused):
                return False
        with self._store.write(finishing=True) as db:
            epochs.renew(db, epochs.Why.BEHIND if behind else epochs.Why.NUMBER_REUSED)
            self._note(db, now)
        return True

    def _note(self, db: Database, now: datetime) -> None:
        if why := epochs.take_untold(db):
            note(
                db, self._zone, Entry(Kind.EPOCH_BEGAN, {"epoch": epochs.current(db) or "", "why": why}), now
            )
