"""The site's settings, changed at the panel: read, tried and kept where the disk belongs."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.events import Event
from kiosk.domain.setting import Change
from kiosk.domain.visit import Visit
from kiosk.ports import Lane, StoreError
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import World


class ChangingSettings:
    def __init__(self, world: World, records: Lane, errands: Errands) -> None:
        self._world = world
        self._records = records
        self._errands = errands

    def carry_out(self, visit: Visit, effect: effects.SettingsEffect) -> None:
        file = self._world.settings
        match effect:
            case effects.ReadSettings():
                self._errands.write(lambda: self._errands.tell(visit, events.SettingsRead(file.read())))
            case effects.TrySetting(change):
                tried = events.SettingTried
                self._errands.submit(self._records, visit, lambda: tried(change, file.objection(change)))
            case effects.TryChanges(changes):
                self._errands.write(lambda: self._errands.tell(visit, self._tried(changes)))
            case effects.KeepChanges(changes):
                self._errands.submit_kept(self._records, visit, lambda: self._keep(changes))
            case _:
                assert_never(effect)

    def _tried(self, changes: tuple[Change, ...]) -> events.ChangesTried:
        return events.ChangesTried(changes, self._world.settings.objections(changes))

    def _keep(self, changes: tuple[Change, ...]) -> Event:
        """Nothing is changed that was not written down before; a line too many is taken back by another line."""
        try:
            tried = self._tried(changes)
            if tried.objections:  # somebody changed the file meanwhile
                return tried
            for change in changes:
                self._note(Entry(Kind.SETTING_CHANGED, _fields(change)))
        except StoreError:
            return events.ChangesNotKept()
        return self._put(changes)

    def _put(self, changes: tuple[Change, ...]) -> Event:
        try:
            self._world.settings.keep(changes)
        except StoreError:
            self._errands.write(lambda: self._note(Entry(Kind.SETTINGS_NOT_KEPT)))
            return events.ChangesNotKept()
        return events.ChangesKept()

    def _note(self, entry: Entry) -> None:
        self._world.audit.write(entry, self._world.clock.now())


def _fields(change: Change) -> dict[str, str]:
    return {"setting": f"{change.section}.{change.key}", "old": change.old, "new": change.new}
