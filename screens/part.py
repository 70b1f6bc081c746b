"""Which part is new? A touch writes it down."""

from __future__ import annotations

from kivy.properties import ListProperty, StringProperty

from kiosk.domain.events import PartNoted
from kiosk.domain.upkeep import Part
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen


class PartScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    parts = ListProperty([])

    def show(self, visit: Visit, texts: Texts) -> None:
        self.backdrop, self.banner, self.row = "night", False, False
        self.title, self.about = texts.get("parts.which"), texts.get("parts.which.about")
        self.parts = [(f"part.{part.value}", "", texts.get(f"part.{part.value}")) for part in Part]
        self.nav = Nav(back=True)

    def choose(self, tag: str) -> None:
        self.tap(PartNoted(Part(tag.removeprefix("part."))))
