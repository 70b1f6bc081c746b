"""What technicians ask for: the door, the service switch, the queue's figures."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.visit import Visit
from kiosk.ports import StoreError
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World


class MaintenanceWork:
    def __init__(self, world: World, lanes: Lanes, errands: Errands) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.MaintenanceEffect) -> None:
        match effect:
            case effects.CheckTechnician(digits):
                self._errands.submit(self._lanes.records, visit, lambda: self._check(digits))
            case effects.KeepService(service, notice, closed_for):
                keep = self._world.keeper.keep_service
                self._errands.write(lambda: keep(service, self._world.clock.now(), notice, closed_for))
            case effects.KeepPaper(proved):
                self._errands.write(lambda: self._world.keeper.keep_paper(proved))
            case effects.KeepTamper(tampered):
                self._errands.write(lambda: self._world.keeper.keep_tampered(tampered))
            case effects.CountQueue():
                self._errands.write(self._count)
            case _:
                assert_never(effect)

    def _count(self) -> None:
        self._errands.fact(events.QueueCounted(self._world.outbox.counts()))

    def _check(self, digits: str) -> Event:
        """The try is on disk before the PIN is looked at; a disk that cannot count lets nobody in."""
        keeper = self._world.keeper
        try:
            now = self._world.clock.now()
            locked_until = keeper.count_try(now)
            if locked_until is not None:
                return events.TechnicianRefused(locked_until)
            admitted = self._admitted(digits)
            if admitted is None:
                return events.TechnicianRefused(keeper.locked_until(now))
            keeper.clear_tries()
        except StoreError:
            self._errands.fact(events.StoreReported(works=False))
            return events.TechnicianRefused(None)
        return admitted

    def _admitted(self, digits: str) -> Event | None:
        """Who comes in with these digits; nobody: None."""
        if self._world.lock.fits(digits):
            return events.TechnicianAdmitted()
        staff = self._world.assistants.who(digits)
        return events.StaffAdmitted(staff) if staff else None
