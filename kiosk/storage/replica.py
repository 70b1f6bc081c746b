"""What the centre published, as it was last taken: public content only, each part whole under its version.

One swap is one transaction, so a power cut leaves the old parts or the new ones, never a mixture. A part that does not
validate, or is not the centre's, never comes here: the last good one stays, and what was wrong is noted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.ports import Pulled
from kiosk.storage.audit import note
from kiosk.storage.canon import canonical, moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.kept import keep

#: Under which names in `keep` it stands what was refused last.
_REFUSED = "content.refused."


class SqliteReplica:
    """The Replica port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def parts(self) -> dict[str, Pulled]:
        with self._store.read() as db:
            rows = db.execute("SELECT part, version, body FROM replica").fetchall()
        return {part: self._pulled(version, json.loads(body)) for part, version, body in rows}

    def _pulled(self, version: str, kept: dict[str, Any]) -> Pulled:
        signed = kept.get("signed_at")
        return Pulled(version, kept["body"], signed_at=moment_of(signed, self._zone) if signed else None)

    def refused(self) -> dict[str, str]:
        with self._store.read() as db:
            rows = db.execute("SELECT name, value FROM keep WHERE name LIKE ?", (f"{_REFUSED}%",)).fetchall()
        return {name.removeprefix(_REFUSED): why for name, why in rows}

    def swap(
        self,
        taken: Mapping[str, Pulled | None],
        refused: Mapping[str, tuple[str, str]],
        now: datetime,
        passing: Mapping[str, str] | None = None,
    ) -> None:
        well = {part: pulled.version if pulled else "" for part, pulled in taken.items()}
        well |= passing or {}
        with self._store.write() as db:
            for part, pulled in taken.items():
                _put(db, part, pulled, now)
            for part, version in well.items():
                db.execute("DELETE FROM keep WHERE name = ?", (_REFUSED + part,))
                note(db, self._zone, Entry(Kind.CONTENT_TAKEN, {"part": part, "version": version}), now)
            for part, (version, why) in refused.items():
                keep(db, _REFUSED + part, why)
                fields = {"part": part, "version": version, "why": why}
                note(db, self._zone, Entry(Kind.CONTENT_REFUSED, fields), now)


def _put(db: Database, part: str, pulled: Pulled | None, now: datetime) -> None:
    if pulled is None:
        db.execute("DELETE FROM replica WHERE part = ?", (part,))
        return
    signed = {"signed_at": utc_text(pulled.signed_at)} if pulled.signed_at else {}
    db.execute(
        "INSERT INTO replica (part, version, body, pulled_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (part) DO UPDATE SET"
        " version = excluded.version, body = excluded.body, pulled_at = excluded.pulled_at",
        (part, pulled.version, canonical({"body": pulled.body, **signed}), utc_text(now)),
    )
