"""What technicians ask for behind the first page: the queue and the log are read where the disk belongs."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.events import Event
from kiosk.domain.upkeep import LOG_LINES
from kiosk.domain.visit import Visit
from kiosk.ports import Offline
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World


class Upkeep:
    def __init__(self, world: World, lanes: Lanes, errands: Errands) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.UpkeepEffect) -> None:
        match effect:
            case effects.ProbeCentre():
                self._errands.submit(self._lanes.network, visit, self._probe)
            case effects.ReadQueue():
                self._errands.write(lambda: self._read(visit))
            case effects.RetryParked(record):
                self._errands.write(lambda: self._retry(visit, record))
            case effects.ReadLogs(level, topic):
                lines = self._world.logs.last
                self._errands.submit(
                    self._lanes.records, visit, lambda: events.LogsRead(lines(LOG_LINES, level, topic))
                )
            case _:
                assert_never(effect)

    def _probe(self) -> Event:
        try:
            self._world.crm.sync(())
        except Offline as offline:
            self._errands.note_line(offline)
            return events.CentreProbed(False, offline.reason or offline.cause)
        return events.CentreProbed(True)

    def _read(self, visit: Visit) -> None:
        self._errands.tell(visit, events.QueueRead(self._world.outbox.report()))

    def _retry(self, visit: Visit, record: str) -> None:
        if record:
            self._world.outbox.retry(record)
        else:
            self._world.outbox.retry_all()
        self._read(visit)
        self._errands.fact(events.QueueCounted(self._world.outbox.counts()))
