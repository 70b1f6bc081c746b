"""Why is it closed? Customers read it until somebody of the site opens again."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain.events import ClosedWith
from kiosk.domain.health import ClosedFor
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.rows import Way

ICONS = {
    ClosedFor.TYPHOON: "cloud",
    ClosedFor.HOLIDAY: "calendar",
    ClosedFor.OUT_OF_ORDER: "wrench",
    ClosedFor.OTHER: "door-open",
}


class ClosingScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    reasons = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        self.backdrop, self.banner, self.row = "night", False, False
        self.title, self.about = texts.get("closing.title"), texts.get("closing.about")
        self.reasons = tuple(_reason(reason, texts) for reason in ClosedFor)
        self.nav = Nav(back=True)

    def choose(self, tag: str) -> None:
        self.tap(ClosedWith(ClosedFor(tag.removeprefix("reason."))))


def _reason(reason: ClosedFor, texts: Texts) -> Way:
    """With the sentence that customers will read."""
    told = texts.get(f"closed.{reason.value}.title")
    return Way(f"reason.{reason.value}", ICONS[reason], texts.get(f"closing.{reason.value}"), told)
