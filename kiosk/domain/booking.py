"""Appointments as the centre's calendar offers them: where, and which places are still free.

The copy may be old: what is taken from it without a line is provisional, and the centre confirms it or gives the next
free place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.calendar import Counter, Free, nearest
from kiosk.domain.callback import Window
from kiosk.domain.case import Booked, Booking
from kiosk.domain.house import House
from kiosk.domain.lookup import CaseStanding

#: How many counters, and how many days, one screen offers.
MOST_COUNTERS = 3
MOST_DAYS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be booked, and its free places in their order, at least one. `counter` is None for a visit."""

    service: Booked
    free: tuple[Window, ...]
    counter: Counter | None = None

    @property
    def place(self) -> str:
        return self.counter.name if self.counter else ""


def offers(house: House, now: datetime) -> tuple[Offer, ...]:
    """This kiosk's own counter first, then the nearest ones; last the technician's visit. Nothing that is full."""
    calendar = house.calendar
    if calendar is None:
        return ()
    found = [
        Offer(Booked.COUNTER, _ahead(counter.free, now), counter)
        for counter in nearest(calendar, calendar.counter(house.site))
    ]
    counters = [offer for offer in found if offer.free][:MOST_COUNTERS]
    visits = Offer(Booked.VISIT, _ahead(calendar.visits, now))
    return (*counters, visits) if visits.free else tuple(counters)


def free_places(house: House, service: str, place: str, now: datetime) -> tuple[Window, ...]:
    """Of one service at one place; nothing where the calendar does not know it."""
    calendar = house.calendar
    if calendar is None:
        return ()
    if service == Booked.VISIT:
        return _ahead(calendar.visits, now)
    counter = next((each for each in calendar.counters if each.name == place), None)
    return _ahead(counter.free, now) if counter else ()


def places_for(house: House, about: Booking | CaseStanding, now: datetime) -> tuple[Window, ...]:
    """What may be chosen for a booking that is being made, or for one that was made before."""
    if isinstance(about, CaseStanding):
        return free_places(house, about.topic, about.site, now)
    return free_places(house, about.service or "", about.place, now)


def days_of(free: Sequence[Window]) -> tuple[date, ...]:
    """The next days with a free place."""
    return tuple(sorted({window.begins.date() for window in free}))[:MOST_DAYS]


def on_day(free: Sequence[Window], day: date) -> tuple[Window, ...]:
    return tuple(window for window in free if window.begins.date() == day)


def _ahead(free: Sequence[Free], now: datetime) -> tuple[Window, ...]:
    return tuple(Window(each.begins, each.ends) for each in free if each.left > 0 and each.begins > now)
