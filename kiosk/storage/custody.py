"""Looks at every seal of the journal, some at a time, so that nobody waits long for the disk."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.storage import blocked, seals
from kiosk.storage.database import Store

#: Seals looked at in one transaction.
BATCH = 500


class SqliteCustody:
    """The Custody port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone
        self._after = 0
        self._found: set[str] = set()

    def look(self, now: datetime) -> bool:
        with self._store.write(finishing=True) as db:
            through, found = seals.look(db, self._after, BATCH)
            done = not through
            if done:
                found += [*seals.look_at_ends(db), *seals.held_back(db)]
            self._found |= {broken.payment for broken in found}
            blocked.alarm(db, self._zone, found, now)
            if done:
                blocked.keep_only(db, self._zone, self._found, now)
        self._after = through
        if done:
            self._found = set()
        return done
