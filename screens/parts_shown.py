"""What was put into this machine and when: paper by staff, parts by technicians; the newest on top."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.flow.records import PARTS_PAGE
from kiosk.domain.states import PartsShown
from kiosk.domain.upkeep import Replaced
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.upkeep import Task


class PartsShownScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())
    page = NumericProperty(0)
    pages = NumericProperty(1)
    page_words = StringProperty("")
    back_words = StringProperty("")
    next_words = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, PartsShown)
        self.backdrop, self.banner, self.row = "night", False, False
        entries = state.entries or ()
        self.title = texts.get("parts.title")
        empty = texts.get("parts.reading" if state.entries is None else "parts.none")
        self.about = texts.get("parts.about") if entries else empty
        first = state.page * PARTS_PAGE
        shown = enumerate(entries[first : first + PARTS_PAGE], first)
        self.entries = tuple(_row(number, entry, texts) for number, entry in shown)
        self.page, self.pages = state.page, max(1, -(-len(entries) // PARTS_PAGE))
        self.page_words = texts.get("faq.page", page=state.page + 1, pages=self.pages)
        self.back_words, self.next_words = texts.get("faq.previous"), texts.get("faq.next")
        note = Action(texts.get("parts.note"), events.PartAsked(), "plus")
        self.nav = Nav(back=True, primary=note)

    def turn(self, page: int) -> None:
        self.tap(events.PageTurned(page))


def _row(number: int, entry: Replaced, texts: Texts) -> Task:
    name = texts.get("parts.paper" if entry.what == "paper" else f"part.{entry.what}")
    technician = entry.by == "technician"
    by = texts.get("parts.technician") if technician else texts.get("parts.staff", number=entry.by)
    return Task(f"replaced.{number}", name, by, "info", texts.moment(entry.at), "")
