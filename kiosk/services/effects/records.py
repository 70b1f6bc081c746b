"""The machine's records: read and written where the disk belongs."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counters import Count
from kiosk.domain.events import Event
from kiosk.domain.upkeep import REPLACED_SHOWN, Part
from kiosk.domain.visit import Visit
from kiosk.ports import Lane, StoreError
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import World


class KeepingRecords:
    def __init__(self, world: World, records: Lane, errands: Errands) -> None:
        self._world = world
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.RecordsEffect) -> None:
        match effect:
            case effects.ReadParts():
                self._errands.write(lambda: self._read(visit))
            case effects.NotePart(part):
                self._errands.write(lambda: self._note(visit, part))
            case effects.ReadCounters():
                self._errands.write(lambda: self._counters(visit))
            case effects.ResetCounter(count):
                self._errands.write(lambda: self._reset(visit, count))
            case effects.WriteBundle():
                self._errands.submit(self._records, visit, self._bundle)
            case _:
                assert_never(effect)

    def _read(self, visit: Visit) -> None:
        self._errands.tell(visit, events.PartsRead(self._world.audit.replaced(REPLACED_SHOWN)))

    def _note(self, visit: Visit, part: Part) -> None:
        entry = Entry(Kind.PART_CHANGED, {"part": part.value, "by": "technician"})
        self._world.audit.write(entry, self._world.clock.now())
        self._read(visit)

    def _counters(self, visit: Visit) -> None:
        self._errands.tell(visit, events.CountersRead(self._world.counters.read()))

    def _reset(self, visit: Visit, count: Count) -> None:
        self._world.counters.reset(count, self._world.clock.now())
        self._counters(visit)

    def _bundle(self) -> Event:
        try:
            return events.BundleWritten(self._world.support.write())
        except StoreError:
            return events.BundleNotWritten()
