"""The settings that may be changed here: sections first, then what stands in one; what is changed is marked."""

from __future__ import annotations

from kivy.properties import ListProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.health import Device
from kiosk.domain.house import Task as HomeTask
from kiosk.domain.setting import Objection, Setting, changed
from kiosk.domain.states import SettingsShown
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.upkeep import Task

DEVICES = {device.value for device in Device}
TILES = {task.value for task in HomeTask}
WORDS = ("on", "off")


class SettingsShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    sections = ListProperty([])
    settings = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, SettingsShown)
        self.backdrop, self.banner, self.row = "night", False, False
        self.title = section_name(state.section, texts) if state.section else texts.get("settings.title")
        self.about = _about(state, visit, texts)
        here = state.sheet.of(state.section) if state.sheet else ()
        self.settings = tuple(_row(setting, state, texts) for setting in here)
        sections = state.sheet.sections if state.sheet and not state.section else ()
        self.sections = [_door(section, state, texts) for section in sections]
        self.nav = Nav(back=True, second=_undo(state, texts), primary=_compare(state, texts))

    def open_section(self, tag: str) -> None:
        self.tap(events.SectionOpened(tag.removeprefix("section.")))

    def open_setting(self, tag: str) -> None:
        self.tap(events.SettingOpened(tag.removeprefix("setting.")))


def section_name(section: str, texts: Texts) -> str:
    return texts.get(f"device.{section}" if section in DEVICES else f"section.{section}")


def setting_name(section: str, key: str, texts: Texts) -> str:
    return texts.get(f"task.{key}" if section == "home" and key in TILES else f"setting.{key}")


def value_words(value: str, texts: Texts) -> str:
    """As it stands in the file, but for what everybody has a word for."""
    if not value:
        return texts.get("setting.value.empty")
    return texts.get(f"setting.value.{value}") if value in WORDS else value


def objection_words(against: Objection, texts: Texts) -> str:
    return texts.get(f"unfit.{against.reason.rule}", **dict(against.reason.given))


def _about(state: SettingsShown, visit: Visit, texts: Texts) -> str:
    if state.sheet is None:
        return texts.get("settings.reading")
    if state.changes:
        return texts.get("settings.unkept", count=len(state.changes))
    return texts.get("maintenance.fell_back" if visit.health.fell_back else "settings.about")


def _door(section: str, state: SettingsShown, texts: Texts) -> tuple[str, str, str]:
    touched = any(change.section == section for change in state.changes)
    return f"section.{section}", "pencil" if touched else "", section_name(section, texts)


def _row(setting: Setting, state: SettingsShown, texts: Texts) -> Task:
    value = changed(state.changes, setting)
    touched = value != setting.value
    return Task(
        tag=f"setting.{setting.key}",
        name=setting_name(setting.section, setting.key, texts),
        state=texts.get("settings.changed") if touched else "",
        tone="attention",
        about=value_words(value, texts),
        act=texts.get("settings.change"),
    )


def _undo(state: SettingsShown, texts: Texts) -> Action | None:
    if state.changes or state.section or not (state.sheet and state.sheet.undo):
        return None
    return Action(texts.get("settings.undo"), events.UndoAsked(), "refresh-cw")


def _compare(state: SettingsShown, texts: Texts) -> Action | None:
    if not state.changes:
        return None
    return Action(texts.get("settings.compare"), events.Confirmed(), "list")
