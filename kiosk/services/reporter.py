"""Tells the centre how the kiosk is, when that changes, and what the journal holds, when a day is over.

Both are records like any other: they wait for the line, and cost nothing while nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from kiosk.domain import events
from kiosk.domain.condition import Condition, condition_of
from kiosk.domain.health import Health
from kiosk.ports import Clock, Lane, Reports, StoreError
from kiosk.services.alarm import Alarm
from kiosk.services.controller import NOBODY, Envelope

#: Changes within this time are told as one: what flickers makes no flood.
SETTLING = timedelta(seconds=10)


class Reporter:
    """`tick` on main, with the visit's health."""

    def __init__(
        self,
        reports: Reports,
        clock: Clock,
        records_lane: Lane,
        post: Callable[[Envelope], None],
        ahead: Callable[[], timedelta | None] = lambda: None,
    ) -> None:
        """`ahead`: how far the system's clock is ahead of the centre's, where that is known."""
        self._reports = reports
        self._clock = clock
        self._lane = records_lane
        self._post = post
        self._told: Condition | None = None
        self._ahead = ahead
        self._next = Alarm()
        self._day: date | None = None

    def tick(self, now: datetime, health: Health) -> None:
        if not health.store_works:
            self._told = self._day = None  # what was to be written may not have been: it is said again
            return
        if now.date() != self._day and self._write(lambda: self._reports.journal(self._clock.now())):
            self._day = now.date()
        if self._next.due_at is None:
            self._next.set(now, SETTLING)
        condition = condition_of(health, self._ahead())
        if self._next.is_due(now) and condition.differs(self._told) and self._tell(condition):
            self._told = condition
            self._next.set(now, SETTLING)

    def _tell(self, condition: Condition) -> bool:
        return self._write(lambda: self._reports.condition(condition, self._clock.now()))

    def _write(self, job: Callable[[], None]) -> bool:
        """False: the lane takes no more; the next tick tries again."""

        def run() -> None:
            try:
                job()
            except StoreError:
                self._post(Envelope(NOBODY, events.StoreReported(works=False)))

        return self._lane.submit(run)
