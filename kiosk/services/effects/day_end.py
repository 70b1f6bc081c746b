"""The terminal's day at the panel: read where the disk belongs, ended by the service that does it every night."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import DayEnds, Lane, StoreError
from kiosk.services.effects.errands import Errands


class EndingDay:
    """`end`: begins it; what it came to is told by an event."""

    def __init__(self, ends: DayEnds, records: Lane, errands: Errands, end: Callable[[], None]) -> None:
        self._ends = ends
        self._records = records
        self._errands = errands
        self._end = end

    def carry_out(self, visit: Visit, effect: effects.DayEndEffect) -> None:
        match effect:
            case effects.ReadDay():
                self._errands.submit(self._records, visit, self._read)
            case effects.EndDay():
                self._end()
            case _:
                assert_never(effect)

    def _read(self) -> Event:
        try:
            return events.DayRead(self._ends.standing())
        except StoreError:
            return events.StoreReported(works=False)
