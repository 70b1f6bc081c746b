"""Small things that outlive a restart: the service switch, technician tries, the epoch of this store."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, tzinfo

from kiosk.domain.command import Words
from kiosk.domain.health import ClosedFor, Service
from kiosk.storage import epochs
from kiosk.storage.canon import moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import Database
from kiosk.storage.kept import keep, value_of


class SqliteKeeper:
    """The Keeper port. After `tries` counted tries in a row the door is locked for `lock`; each `door` has its count."""

    def __init__(
        self,
        store: Store,
        zone: tzinfo,
        *,
        tries: int = 5,
        lock: timedelta = timedelta(minutes=15),
        door: str = "",
    ) -> None:
        self._store = store
        self._zone = zone
        self._tries = tries
        self._lock = lock
        self._counted, self._locked = f"{door}tries", f"{door}locked_until"

    def epoch(self) -> str:
        """The UUID of this store's life: sequence numbers count within it."""
        with self._store.read() as db:
            return epochs.current(db) or ""

    def service(self) -> Service:
        with self._store.read() as db:
            return Service(value_of(db, "service") or Service.OPEN)

    def keep_service(
        self, service: Service, now: datetime, notice: Words = (), closed_for: ClosedFor | None = None
    ) -> None:
        with self._store.write(finishing=True) as db:
            keep(db, "service", service.value)
            keep(db, "notice", json.dumps(notice, ensure_ascii=False))
            keep(db, "closed_for", closed_for.value if closed_for else "")

    def notice(self) -> Words:
        with self._store.read() as db:
            kept = value_of(db, "notice")
        return tuple((str(language), str(words)) for language, words in json.loads(kept or "[]"))

    def closed_for(self) -> ClosedFor | None:
        with self._store.read() as db:
            kept = value_of(db, "closed_for")
        return ClosedFor(kept) if kept else None

    def paper_unproved(self) -> bool:
        with self._store.read() as db:
            return value_of(db, "paper_unproved") == "yes"

    def keep_paper(self, proved: bool) -> None:
        with self._store.write(finishing=True) as db:
            keep(db, "paper_unproved", "" if proved else "yes")

    def tampered(self) -> bool:
        with self._store.read() as db:
            return value_of(db, "tampered") == "yes"

    def keep_tampered(self, tampered: bool) -> None:
        with self._store.write(finishing=True) as db:
            keep(db, "tampered", "yes" if tampered else "")

    def count_try(self, now: datetime) -> datetime | None:
        """Counts one try on disk, before it is checked. The last one allowed locks the door behind itself."""
        with self._store.write(finishing=True) as db:
            until = self._until(db)
            if until and until > now:
                return until
            count = 1 if until else int(value_of(db, self._counted) or 0) + 1
            keep(db, self._counted, str(count))
            keep(db, self._locked, utc_text(now + self._lock) if count >= self._tries else "")
        return None

    def locked_until(self, now: datetime) -> datetime | None:
        """The end of the lock, if the door is locked; counts nothing."""
        with self._store.read() as db:
            until = self._until(db)
        return until if until and until > now else None

    def clear_tries(self) -> None:
        with self._store.write(finishing=True) as db:
            keep(db, self._counted, "0")
            keep(db, self._locked, "")

    def _until(self, db: Database) -> datetime | None:
        text = value_of(db, self._locked)
        return moment_of(text, self._zone) if text else None
