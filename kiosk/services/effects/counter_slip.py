"""A slip for the counter: numbered and found where the disk belongs."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.codes import Code
from kiosk.domain.counter_slip import CounterSlip, NoSlip, reference_in, until_in
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import Clock, CounterSlips, Lane, StoreError
from kiosk.services.effects.errands import Errands


class SlipKeeping:
    def __init__(self, slips: CounterSlips, clock: Clock, lane: Lane, errands: Errands) -> None:
        self._slips = slips
        self._clock = clock
        self._lane = lane
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.CounterSlipEffect) -> None:
        match effect:
            case effects.SaveSlip():
                self._errands.submit(self._lane, visit, lambda: self._save(effect))
            case effects.FindSlip(code):
                self._errands.submit(self._lane, visit, lambda: events.SlipFound(self._find(code), code))
            case _:
                assert_never(effect)

    def _save(self, effect: effects.SaveSlip) -> Event:
        try:
            slip = self._slips.issue(effect.lines, effect.amount, self._clock.now())
        except StoreError:
            return events.SlipNotSaved()
        return events.SlipSaved(slip) if slip else events.SlipNotSaved(being_checked=True)

    def _find(self, code: Code) -> CounterSlip | NoSlip:
        """Of another machine's slip only the day is known, from the code itself."""
        now = self._clock.now()
        try:
            found = self._slips.find(reference_in(code), now)
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            found = NoSlip.UNKNOWN
        until = until_in(code)
        if found is NoSlip.UNKNOWN and until is not None and until < now.date():
            return NoSlip.EXPIRED
        return found
