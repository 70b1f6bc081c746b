"""What was put into this machine and when: paper by staff, parts by technicians; the newest on top."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.records import PARTS_PAGE
from kiosk.domain.states import PartsShown
from kiosk.domain.upkeep import Replaced
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.pages import Pages, pages_of
from screens.widgets.upkeep import Task


class PartsShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())
    pages = ObjectProperty(Pages())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, PartsShown)
        self.backdrop, self.banner, self.row = "night", False, False
        entries = state.entries or ()
        self.title = texts.get("parts.title")
        empty = texts.get("parts.reading" if state.entries is None else "parts.none")
        self.about = texts.get("parts.about") if entries else empty
        here, self.pages = pages_of(tuple(enumerate(entries)), state.page, PARTS_PAGE, texts)
        self.entries = tuple(_row(number, entry, texts) for number, entry in here)
        note = Action(texts.get("parts.note"), events.PartAsked(), "plus")
        self.nav = Nav(back=True, primary=note)

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))


def _row(number: int, entry: Replaced, texts: Texts) -> Task:
    name = texts.get("parts.paper" if entry.what == "paper" else f"part.{entry.what}")
    technician = entry.by == "technician"
    by = texts.get("parts.technician") if technician else texts.get("parts.staff", number=entry.by)
    return Task(f"replaced.{number}", name, by, "info", texts.moment(entry.at), "")
