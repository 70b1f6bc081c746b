"""A day and one of its free places, for a new appointment or another time for one. A full place is not offered."""

from __future__ import annotations

from datetime import date

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.booking import days_of, on_day
from kiosk.domain.case import Booking
from kiosk.domain.health import Line
from kiosk.domain.states import SlotWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.booking_words import booked_words, site_words
from screens.offers import CALLBACK, without_places
from screens.widgets.options import Option

#: Up to so many places stand in wide buttons; from so many on in lower ones.
FEW, MANY = 4, 20


class SlotsScreen(Screen):
    steps = NumericProperty(0)
    title = StringProperty("")
    about = StringProperty("")
    days_title = StringProperty("")
    days = ObjectProperty(())
    slots_title = StringProperty("")
    slots = ObjectProperty(())
    columns = NumericProperty(4)
    row_height = NumericProperty(116)
    ways = ObjectProperty(())
    remark_title = StringProperty("")
    remark = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, SlotWanted)
        self.steps = 4 if isinstance(state.about, Booking) else 0
        self.title = texts.get("slots.title" if isinstance(state.about, Booking) else "new_window.title")
        self.about = _about(state, visit, texts)
        self.days = tuple(_day(day, state.day, texts) for day in days_of(state.free))
        places = on_day(state.free, state.day)
        self.slots = tuple(Option(f"slot.{window.key}", texts.slot(window)) for window in places)
        self.columns = 4 if len(places) > FEW else 2
        self.row_height = 116 if len(places) <= MANY else 88
        self.ways = () if self.days else without_places(visit, texts)
        self.days_title = texts.get("slots.days") if self.days else ""
        self.slots_title = texts.get("slots.places", day=texts.weekday_date(state.day)) if self.days else ""
        self._remark(visit, texts)
        self.banner = not self.remark  # that the line is down is said by the remark
        self.nav = Nav(home=True, back=True)

    def _remark(self, visit: Visit, texts: Texts) -> None:
        """Nothing free is said; and without a line that the time is provisional, before anybody chooses one."""
        which = "nothing" if not self.days else "provisional" if visit.health.line is not Line.UP else ""
        self.remark_title = texts.get(f"slots.{which}.title") if which else ""
        self.remark = texts.get(f"slots.{which}") if which else ""

    def choose_day(self, tag: str) -> None:
        self.tap(events.DayChosen(date.fromisoformat(tag.removeprefix("day."))))

    def choose(self, tag: str) -> None:
        if tag == CALLBACK:
            self.tap(events.CallbackAsked())
            return
        self.tap(events.WindowChosen(tag.removeprefix("slot.")))


def _about(state: SlotWanted, visit: Visit, texts: Texts) -> str:
    if isinstance(state.about, Booking):
        return booked_words(state.about, texts)
    return site_words(state.about.site, visit, texts)


def _day(day: date, chosen: date, texts: Texts) -> Option:
    return Option(f"day.{day.isoformat()}", texts.slot_day(day), day == chosen)
