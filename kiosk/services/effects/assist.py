"""The door of floor staff: as the technicians', with a count of its own, so that one does not lock the other."""

from __future__ import annotations

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import StoreError
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World


class Assisting:
    def __init__(self, world: World, lanes: Lanes, errands: Errands) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.AssistEffect) -> None:
        job = self._check
        self._errands.submit(self._lanes.records, visit, lambda: job(effect.staff, effect.digits))

    def _check(self, staff: str, digits: str) -> Event:
        """The try is on disk before the PIN is looked at; a disk that cannot count lets nobody in."""
        tries = self._world.assist_tries
        try:
            now = self._world.clock.now()
            locked_until = tries.count_try(now)
            if locked_until is not None:
                return events.AssistRefused(locked_until)
            if not self._world.assistants.fits(staff, digits):
                return events.AssistRefused(tries.locked_until(now))
            tries.clear_tries()
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            return events.AssistRefused(None)
        return events.AssistGranted(staff)
