"""Calls for staff: when, from which screen, how each ended. At most one is open, and that is always the last.

The time from a call to its end is taken here, from two readings of this machine's clock; a clock that was set back
meanwhile gives nothing less than 0.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.staff_call import Ended
from kiosk.storage.audit import note
from kiosk.storage.canon import moment_of, new_id, utc_text
from kiosk.storage.database import Store
from kiosk.storage.queue import enqueue

_OPEN = (
    "SELECT id, step, need, called_at FROM staff_call c WHERE n = (SELECT max(n) FROM staff_call)"
    " AND NOT EXISTS (SELECT 1 FROM staff_call_end WHERE call = c.id)"
)


class SqliteStaffCalls:
    """The StaffCalls port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def begin(self, step: str, need: str, now: datetime) -> str:
        call = new_id()
        with self._store.write() as db:
            self._end(db, Ended.UNANSWERED, now)
            row = (call, step, need, utc_text(now))
            db.execute("INSERT INTO staff_call (id, step, need, called_at) VALUES (?, ?, ?, ?)", row)
            body = {"step": step, "need": need}
            enqueue(db, self._zone, "staff_call", body, now, reference=call, record_id=call)
            note(db, self._zone, Entry(Kind.STAFF_CALLED, {"call": call, "step": step}), now)
        return call

    def end(self, ended: Ended, now: datetime) -> None:
        with self._store.write(finishing=True) as db:
            self._end(db, ended, now)

    def _end(self, db: Database, ended: Ended, now: datetime) -> None:
        found = db.execute(_OPEN).fetchone()
        if found is None:
            return
        call, step, need, called_at = found
        passed = now - moment_of(called_at, self._zone)
        after_ms = max(0, round(passed.total_seconds() * 1000))
        db.execute("INSERT INTO staff_call_end VALUES (?, ?, ?)", (call, ended.value, utc_text(now)))
        told = {"call": call, "step": step, "need": need, "called_at": called_at}
        body = {**told, "ended": ended.value, "after_ms": after_ms}
        enqueue(db, self._zone, "staff_call_end", body, now)
        fields = {"call": call, "how": ended.value, "after_ms": str(after_ms)}
        note(db, self._zone, Entry(Kind.STAFF_CALL_ENDED, fields), now)
