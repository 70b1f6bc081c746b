"""Old and new beside each other, with what speaks against it: the last look before settings are kept."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.setting import Change, Objection, Setting
from kiosk.domain.states import ChangesShown
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.settings_shown import objection_words, section_name, setting_name, value_words
from screens.widgets.upkeep import Task


class ChangesShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    changes = ObjectProperty(())
    told = StringProperty("")
    told_about = StringProperty("")
    tone = StringProperty("info")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, ChangesShown)
        self.backdrop, self.banner, self.row = "night", False, False
        self.title = texts.get("changes.title")
        self.about = texts.get("changes.about", count=len(state.before.changes))
        against = {(each.section, each.key): each for each in state.objections or ()}
        rows = state.before.changes
        self.changes = tuple(_row(c, against.get((c.section, c.key)), state.saving, texts) for c in rows)
        self._tell(state, against, texts)
        keep = Action(
            texts.get("changes.keep"),
            events.Confirmed(),
            "check",
            state.objections == () and not state.saving,
        )
        self.nav = Nav(back=not state.saving, primary=keep)

    def drop(self, tag: str) -> None:
        section, _, key = tag.removeprefix("change.").partition(".")
        self.tap(events.ChangeDropped(section, key))

    def _tell(self, state: ChangesShown, against: dict[tuple[str, str], Objection], texts: Texts) -> None:
        word, self.tone = _standing(state)
        self.told, self.told_about = texts.get(f"changes.{word}"), texts.get(f"changes.{word}.about")
        mine = {(change.section, change.key) for change in state.before.changes}
        known = {(setting.section, setting.key) for setting in _settings(state)}
        elsewhere = [
            _sentence(each, name in known, texts) for name, each in against.items() if name not in mine
        ]
        if elsewhere:
            self.told_about = "\n".join(elsewhere)


def _settings(state: ChangesShown) -> tuple[Setting, ...]:
    return state.before.sheet.settings if state.before.sheet else ()


def _standing(state: ChangesShown) -> tuple[str, str]:
    if state.saving:
        return "saving", "info"
    if state.failed:
        return "failed", "danger"
    if state.objections is None:
        return "trying", "info"
    return ("clash", "danger") if state.objections else ("ready", "success")


def _row(change: Change, against: Objection | None, saving: bool, texts: Texts) -> Task:
    section, key = change.section, change.key
    old, new = value_words(change.old, texts), value_words(change.new, texts)
    about = texts.get("changes.row", old=old, new=new)
    if against:
        about += f"\n{objection_words(against, texts)}"
    return Task(
        tag=f"change.{section}.{key}",
        name=_name(section, key, texts),
        state=texts.get("changes.not_possible") if against else "",
        tone="danger",
        about=about,
        act=texts.get("changes.drop"),
        enabled=not saving,
    )


def _sentence(against: Objection, known: bool, texts: Texts) -> str:
    """Something else that does not go together with the changes."""
    place = _name(against.section, against.key, texts) if known else _in_file(against)
    return texts.get("changes.elsewhere", place=place, why=objection_words(against, texts))


def _in_file(against: Objection) -> str:
    return f"[{against.section}] {against.key}" if against.key else "site.ini"


def _name(section: str, key: str, texts: Texts) -> str:
    return texts.get(
        "changes.name", section=section_name(section, texts), setting=setting_name(section, key, texts)
    )
