"""A bundle for support: what is in it, what is not, and where it lies once it is written."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import SupportShown
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way

HOLDS = {
    "versions": "info",
    "settings": "settings",
    "counts": "database",
    "log": "list",
    "nobody": "shield-check",
}


class SupportScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    holds = ObjectProperty(())
    told = StringProperty("")
    told_about = StringProperty("")
    tone = StringProperty("info")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, SupportShown)
        self.backdrop, self.banner, self.row = "night", False, False
        self.title, self.about = texts.get("support.title"), texts.get("support.about")
        self.holds = tuple(_held(name, texts) for name in HOLDS)
        self._tell(state, texts)
        write = Action(texts.get("support.write"), events.BundleAsked(), "download", not state.writing)
        self.nav = Nav(back=not state.writing, primary=write)

    def _tell(self, state: SupportShown, texts: Texts) -> None:
        self.told = self.told_about = ""
        if state.writing:
            self.told, self.tone = texts.get("support.writing"), "info"
        elif state.failed:
            self.told, self.tone = texts.get("support.failed"), "danger"
        elif state.bundle:
            self.told, self.tone = texts.get("support.written", size=-(-state.bundle.size // 1024)), "success"
            self.told_about = state.bundle.file


def _held(name: str, texts: Texts) -> Way:
    return Way("", HOLDS[name], texts.get(f"support.{name}"), texts.get(f"support.{name}.about"))
