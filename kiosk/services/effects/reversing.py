"""What giving money back needs: the journal, then the terminal, then the journal."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.reversal import ReversalInDoubt
from kiosk.domain.visit import Visit
from kiosk.ports import DeviceError, StoreError
from kiosk.services.anchor import head_of
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World


class Reversing:
    def __init__(self, world: World, lanes: Lanes, errands: Errands) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.ReversingEffect) -> None:
        match effect:
            case effects.SaveReversal():
                self._errands.submit_kept(self._lanes.records, visit, lambda: self._begin(effect))
            case effects.Reverse():
                self._reverse(visit, effect)
            case effects.DecideReversal():
                self._errands.submit_kept(self._lanes.records, visit, lambda: self._decide(effect))
            case effects.LeaveToStaff(reference):
                self._errands.write(lambda: self._world.reversals.leave(reference, self._world.clock.now()))
            case _:
                assert_never(effect)

    def _begin(self, effect: effects.SaveReversal) -> Event:
        reference = effect.payment.reference
        try:
            giving = self._world.reversals.begin(effect.payment, effect.slip, self._world.clock.now())
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            return events.ReversalSaved(reference, None)
        return events.ReversalSaved(reference, giving)

    def _reverse(self, visit: Visit, effect: effects.Reverse) -> None:
        def ask() -> None:
            try:
                reversal = self._world.terminal.reverse(effect.giving.slip)
            except DeviceError:  # it surely never got there; what an earlier question did is still not known
                reversal = ReversalInDoubt("no_answer")
            self._errands.tell(visit, events.TerminalReversed(effect.giving, reversal))

        self._lanes.terminal.later(effect.pause.total_seconds(), ask)

    def _decide(self, effect: effects.DecideReversal) -> Event:
        try:
            stands = self._world.reversals.decide(effect.giving, effect.reversal, self._world.clock.now())
        except StoreError:
            return events.ReversalDecided(effect.giving, None)
        return events.ReversalDecided(effect.giving, stands, head_of(self._world.audit))
