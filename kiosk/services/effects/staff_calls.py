"""Calls for staff: kept with their end. The moment is taken on main, so that a slow disk makes no call look quicker."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Clock, Lane, StaffCalls, StoreError
from kiosk.services.effects.errands import Errands


class CallingStaff:
    def __init__(self, calls: StaffCalls, clock: Clock, records: Lane, errands: Errands) -> None:
        self._calls = calls
        self._clock = clock
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.StaffCallEffect) -> None:
        now = self._clock.now()
        match effect:
            case effects.SaveStaffCall():
                self._errands.submit_kept(self._records, visit, lambda: self._save(effect, now))
            case effects.EndStaffCall(ended):
                self._errands.write(lambda: self._calls.end(ended, now))
            case _:
                assert_never(effect)

    def _save(self, effect: effects.SaveStaffCall, now: datetime) -> Event:
        try:
            return events.StaffCallSaved(self._calls.begin(effect.step, effect.need.value, now))
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            return events.StaffCallNotSaved()
