"""What was counted, one row each. A reset leaves a line in the audit chain, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counters import Count, Counter
from kiosk.storage.audit import note
from kiosk.storage.canon import moment_of, utc_text
from kiosk.storage.database import Store

_ADD = """
    INSERT INTO counter (name, total, ever) VALUES (?1, ?2, ?2)
    ON CONFLICT (name) DO UPDATE SET total = total + ?2, ever = ever + ?2
"""
_RESET = "UPDATE counter SET total = 0, since = ? WHERE name = ?"


class SqliteCounters:
    """The Counters port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def add(self, amounts: Mapping[Count, int]) -> None:
        with self._store.write() as db:
            for count, amount in amounts.items():
                db.execute(_ADD, (count.value, amount))

    def reset(self, count: Count, now: datetime) -> None:
        """What was never counted has nothing to be reset."""
        with self._store.write() as db:
            before = db.execute("SELECT total FROM counter WHERE name = ?", (count.value,)).fetchone()
            if before is None:
                return
            db.execute(_RESET, (utc_text(now), count.value))
            note(
                db, self._zone, Entry(Kind.COUNTER_RESET, {"count": count.value, "was": str(before[0])}), now
            )

    def read(self) -> tuple[Counter, ...]:
        with self._store.read() as db:
            rows = db.execute("SELECT name, total, ever, since FROM counter").fetchall()
        known = {
            name: Counter(Count(name), total, ever, since and moment_of(since, self._zone))
            for name, total, ever, since in rows
        }
        return tuple(known.get(count.value, Counter(count)) for count in Count)
