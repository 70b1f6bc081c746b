"""How was it? Five faces with words, one tap; and one tap to skip."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.rows import Way

ICONS = {5: "smile", 4: "thumbs-up", 3: "meh", 2: "thumbs-down", 1: "frown"}


class RatingScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.title, self.about = texts.get("rating.title"), texts.get("rating.hint")
        self.entries = tuple(
            Way(f"rating.{score}", icon, texts.get(f"rating.{score}")) for score, icon in ICONS.items()
        )
        self.nav = Nav(primary=Action(texts.get("rating.skip"), events.Confirmed()))

    def choose(self, tag: str) -> None:
        self.tap(events.Rated(int(tag.removeprefix("rating."))))
