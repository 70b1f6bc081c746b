"""Reports for those who run the kiosks: its condition, and the totals of its payment journal, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.condition import Condition
from kiosk.domain.faults import owner_of
from kiosk.domain.health import DeviceStatus
from kiosk.storage import epochs
from kiosk.storage.canon import canonical, moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.kept import keep, value_of
from kiosk.storage.queue import enqueue
from kiosk.storage.retention import Retention

#: A kiosk that was off for longer tells the last so many days.
MOST_DAYS = 31
_TOLD = "journal_day"
#: How far this machine's clock was ahead of the centre's when that was last told; for whoever looks at the store.
CLOCK = "clock"

#: What was decided in a day, with the numbers under which it went into the money stream in this epoch.
_TOTALS = """
    SELECT o.outcome, p.currency, count(*), sum(p.minor),
        min(CASE WHEN o.n > ? THEN o.seq END), max(CASE WHEN o.n > ? THEN o.seq END)
    FROM payment_outcome o JOIN payment p ON p.id = o.payment
    WHERE o.decided_at >= ? AND o.decided_at < ? GROUP BY o.outcome, p.currency ORDER BY o.outcome, p.currency
"""


class SqliteReports:
    """The Reports port. `software` is the version of this kiosk's code."""

    def __init__(self, store: Store, zone: ZoneInfo, software: str) -> None:
        self._store = store
        self._zone = zone
        self._software = software
        self._retention = Retention(store, zone)

    def condition(self, condition: Condition, now: datetime) -> None:
        with self._store.write() as db:
            enqueue(db, self._zone, "health", _health_body(db, condition, self._software), now)
            if condition.clock_ahead is not None:
                keep(db, CLOCK, canonical({"ahead_s": condition.clock_ahead, "at": utc_text(now)}))

    def journal(self, now: datetime) -> None:
        """One record for each local day that is over and was not told yet; none is told twice."""
        with self._store.write() as db:
            for day in _days_to_tell(db, now.astimezone(self._zone).date(), self._zone):
                enqueue(db, self._zone, "journal_totals", _totals_body(db, day, self._zone), now)
                keep(db, _TOLD, day.isoformat())
        self._retention.prune(now)


def _health_body(db: Database, condition: Condition, software: str) -> dict[str, object]:
    """The body of a `health` record: tests/contract/records/health.json."""
    content = db.execute("SELECT version FROM replica WHERE part = 'knowledge'").fetchone()
    return {
        "service": condition.service.value,
        "devices": [_device_body(status) for status in condition.devices],
        "queue": {"waiting": condition.waiting, "parked": condition.parked},
        "journal": {"blocked": condition.blocked},
        "software": software,
        "content": str(content[0])[:12] if content else "",
        **({} if condition.clock_ahead is None else {"clock_ahead_s": condition.clock_ahead}),
    }


def _device_body(status: DeviceStatus) -> dict[str, object]:
    faults = [{"fault": fault.value, "owner": owner_of(fault).value} for fault in status.faults]
    return {"device": status.device.value, "state": status.state.value, "faults": faults}


def _totals_body(db: Database, day: date, zone: ZoneInfo) -> dict[str, object]:
    """The body of a `journal_totals` record: tests/contract/records/journal_totals.json."""
    begins, ends = (
        utc_text(datetime.combine(each, datetime.min.time(), zone)) for each in (day, day + timedelta(days=1))
    )
    before = epochs.outcome_before(db)
    rows = db.execute(_TOTALS, (before, before, begins, ends)).fetchall()
    return {
        "day": day.isoformat(),
        "totals": [
            {"outcome": outcome, "currency": currency, "count": count, "minor": minor}
            for outcome, currency, count, minor, _, _ in rows
        ],
        "first_seq": min((row[4] for row in rows if row[4]), default=0),
        "last_seq": max((row[5] for row in rows if row[5]), default=0),
    }


def _days_to_tell(db: Database, today: date, zone: ZoneInfo) -> Iterator[date]:
    """From the day after the last one told, or from the day on which this store began, to yesterday."""
    told = value_of(db, _TOLD)
    began = db.execute("SELECT began_at FROM epoch ORDER BY began_at LIMIT 1").fetchone()
    first = date.fromisoformat(told) + timedelta(days=1) if told else moment_of(began[0], zone).date()
    day = max(first, today - timedelta(days=MOST_DAYS))
    while day < today:
        yield day
        day += timedelta(days=1)
