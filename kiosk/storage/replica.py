"""What the centre published, as it was last taken: public content only, each part whole under its version.

One swap is one transaction, so a power cut leaves the old parts or the new ones, never a mixture. A part that does not
validate never comes here: the last good one stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.ports import Pulled
from kiosk.storage.audit import note
from kiosk.storage.canon import canonical, utc_text
from kiosk.storage.database import Store


class SqliteReplica:
    """The Replica port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def parts(self) -> dict[str, Pulled]:
        with self._store.read() as db:
            rows = db.execute("SELECT part, version, body FROM replica").fetchall()
        return {part: Pulled(version, json.loads(body)["body"]) for part, version, body in rows}

    def swap(
        self, taken: Mapping[str, Pulled | None], refused: Mapping[str, tuple[str, str]], now: datetime
    ) -> None:
        with self._store.write() as db:
            for part, pulled in taken.items():
                _put(db, part, pulled, now)
                fields = {"part": part, "version": pulled.version if pulled else ""}
                note(db, self._zone, Entry(Kind.CONTENT_TAKEN, fields), now)
            for part, (version, why) in refused.items():
                fields = {"part": part, "version": version, "why": why}
                note(db, self._zone, Entry(Kind.CONTENT_REFUSED, fields), now)


def _put(db: Database, part: str, pulled: Pulled | None, now: datetime) -> None:
    if pulled is None:
        db.execute("DELETE FROM replica WHERE part = ?", (part,))
        return
    db.execute(
        "INSERT INTO replica (part, version, body, pulled_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (part) DO UPDATE SET"
        " version = excluded.version, body = excluded.body, pulled_at = excluded.pulled_at",
        (part, pulled.version, canonical({"body": pulled.body}), utc_text(now)),
    )
