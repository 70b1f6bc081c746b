"""The audit port: lines at the end of the chain (chain.py), each with its record for the centre.

A line goes to the centre in the telemetry stream with the chain's head, and a head stands on each receipt, so that a
chain rewritten here, by whoever has the key, no longer fits those.
"""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry
from kiosk.domain.upkeep import Replaced
from kiosk.storage.canon import moment_of
from kiosk.storage.chain import add_line, breaks, head
from kiosk.storage.database import Store
from kiosk.storage.queue import enqueue

_REPLACED = """
    SELECT at, fields FROM audit WHERE kind IN ('paper.changed', 'part.changed') ORDER BY seq DESC LIMIT ?
"""


def note(db: Database, zone: ZoneInfo, entry: Entry, now: datetime) -> None:
    """Appends one line, and its record for the centre, within the caller's transaction."""
    fields = dict(entry.fields)
    chain = add_line(db, entry.kind, fields, now)
    enqueue(db, zone, "audit", {"kind": entry.kind.value, "fields": fields, "chain": chain}, now)


class SqliteAudit:
    """The Audit port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def write(self, entry: Entry, now: datetime) -> None:
        with self._store.write() as db:
            note(db, self._zone, entry, now)

    def head(self) -> str:
        with self._store.read() as db:
            return head(db)

    def replaced(self, count: int) -> tuple[Replaced, ...]:
        with self._store.read() as db:
            return tuple(self._replaced(*row) for row in db.execute(_REPLACED, (count,)))

    def _replaced(self, at: str, fields: str) -> Replaced:
        said = json.loads(fields)
        return Replaced(moment_of(at, self._zone), said.get("part", "paper"), said["by"])

    def broken_at(self) -> list[str]:
        """One sentence for each place where the chain does not hold; empty when it does."""
        with self._store.read() as db:
            return [sentence for _, sentence in breaks(db)]
