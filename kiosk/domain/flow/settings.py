"""Settings, changed at the panel. Nothing holds before it is kept, and nothing is kept that the reader objects to.

A change is taken up by a restart (decision 14), so that what runs is always what a start would make of the file.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import Effect, KeepChanges, Push, Restart, TryChanges, TrySetting, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.setting import Change, Means, changed, with_change, without
from kiosk.domain.visit import Step, Visit

#: The longest value that is typed here.
LONGEST = 60


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.SettingsShown() as state:
            return _list(visit, state, event)
        case states.SettingWanted() as state:
            return _one(visit, state, event)
        case states.ChangesShown() as state:
            return _together(visit, state, event)
        case _:
            return None


def _list(visit: Visit, state: states.SettingsShown, event: Event) -> Step | None:
    match event:
        case events.WentBack() if state.section:
            return visit.at(replace(state, section="")), ()
        case events.WentBack():
            return visit.at(state.before), ()
        case events.SettingsRead(sheet):
            return visit.at(replace(state, sheet=sheet)), ()
        case events.SectionOpened(section) if state.sheet and section in state.sheet.sections:
            return visit.at(replace(state, section=section)), ()
        case events.SettingOpened(key):
            return _open(visit, state, key)
        case events.Confirmed() if state.changes:
            return _try_together(visit, state)
        case events.UndoAsked() if state.sheet and state.sheet.undo and not state.changes:
            return _try_together(visit, replace(state, changes=state.sheet.undo))
        case _:
            return None


def _open(visit: Visit, state: states.SettingsShown, key: str) -> Step | None:
    here = state.sheet.of(state.section) if state.sheet else ()
    for setting in here:
        if setting.key == key:
            typed = changed(state.changes, setting) if setting.means is Means.LETTERS else ""
            return visit.at(states.SettingWanted(state, setting, typed)), ()
    return None


def _try_together(visit: Visit, state: states.SettingsShown) -> Step:
    return visit.at(states.ChangesShown(state)), (TryChanges(state.changes),)


# --- one value --------------------------------------------------------------------------------


def _one(visit: Visit, state: states.SettingWanted, event: Event) -> Step | None:
    match event:
        case events.WentBack():
            return visit.at(state.before), ()
        case events.SettingTried(change, objection) if state.checking and _is_asked(state, change):
            if objection:
                return visit.at(replace(state, objection=objection, checking=False)), ()
            changes = with_change(state.before.changes, change)
            return visit.at(replace(state.before, changes=changes)), ()
        case _ if state.checking:
            return None
        case events.ValueChosen(value) if value in state.setting.choices:
            return _try(visit, replace(state, typed=value))
        case events.Confirmed() if state.setting.means is not Means.CHOICE:
            return _try(visit, state)
        case _:
            typed = _typed(state, event)
            return None if typed is None else (visit.at(replace(state, typed=typed, objection=None)), ())


def _is_asked(state: states.SettingWanted, change: Change) -> bool:
    return change == _change(state)


def _change(state: states.SettingWanted) -> Change:
    setting = state.setting
    return Change(setting.section, setting.key, setting.value, state.typed.strip())


def _try(visit: Visit, state: states.SettingWanted) -> Step:
    return visit.at(replace(state, checking=True, objection=None)), (TrySetting(_change(state)),)


def _typed(state: states.SettingWanted, event: Event) -> str | None:
    """What stands in the field after `event`; None: it is nothing that types."""
    means, typed = state.setting.means, state.typed
    match event:
        case events.DigitTyped(sign) if means is Means.DIGITS and sign.isdigit():
            return (typed + sign)[:LONGEST]
        case events.LetterTyped(sign) if means is Means.LETTERS and len(sign) == 1:
            return (typed + sign)[:LONGEST]
        case events.DigitErased() | events.LetterErased():
            return typed[:-1]
        case events.DigitsCleared():
            return ""
        case _:
            return None


# --- all of it --------------------------------------------------------------------------------


def _together(visit: Visit, state: states.ChangesShown, event: Event) -> Step | None:
    match event:
        case events.ChangesKept() if state.saving:
            left = WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "restart"}))
            done: tuple[Effect, ...] = (left, Push(), Restart())
            return visit, done
        case events.ChangesNotKept() if state.saving:
            return visit.at(replace(state, saving=False, failed=True)), ()
        case events.ChangesTried(changes, objections) if changes == state.before.changes:
            return visit.at(replace(state, objections=objections, saving=False)), ()
        case _ if state.saving:
            return None
        case events.WentBack():
            return visit.at(state.before), ()
        case events.ChangeDropped(section, key):
            before = replace(state.before, changes=without(state.before.changes, section, key))
            return _try_together(visit, before) if before.changes else (visit.at(before), ())
        case events.Confirmed() if state.objections == ():
            keep = KeepChanges(state.before.changes)
            return visit.at(replace(state, saving=True, failed=False)), (keep,)
        case _:
            return None
