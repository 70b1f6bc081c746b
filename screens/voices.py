"""Complaint, suggestion, letter to the manager, a fault of this machine: four tiles, no sign-in."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain.case import CaseKind
from kiosk.domain.events import KindChosen
from kiosk.domain.flow.case import VOICES
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.choices import Choice

ICONS = {
    CaseKind.COMPLAINT: "frown",
    CaseKind.SUGGESTION: "message-square-text",
    CaseKind.LETTER: "mail",
    CaseKind.FAULT_REPORT: "wrench",
}


class VoicesScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title, self.about = texts.get("voices.title"), texts.get("voices.hint")
        self.entries = tuple(_choice(kind, texts) for kind in VOICES)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        self.tap(KindChosen(CaseKind(tag.removeprefix("voice."))))


def _choice(kind: CaseKind, texts: Texts) -> Choice:
    key = f"voice.{kind.value}"
    return Choice(key, texts.get(key), texts.get(f"{key}.hint"), ICONS[kind])
