"""Book a place, step one: a counter, this one first, or a technician's visit. A touch goes on.

Where the centre has told of nothing that is free, that is said, and a person is one touch away.
"""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.booking import Offer
from kiosk.domain.calendar import distance_km
from kiosk.domain.case import Booked
from kiosk.domain.house import Task
from kiosk.domain.states import OfferWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.closed import person_ways
from screens.widgets.rows import Way

CALLBACK = "offers.callback"


class OffersScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())
    nothing_title = StringProperty("")
    nothing = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, OfferWanted)
        self.title, self.about = texts.get("offers.title"), texts.get("offers.hint")
        self.nothing_title = "" if state.offers else texts.get("offers.nothing.title")
        self.nothing = "" if state.offers else texts.get("offers.nothing")
        offered = tuple(_way(number, offer, visit, texts) for number, offer in enumerate(state.offers))
        self.entries = offered or without_places(visit, texts)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        if tag == CALLBACK:
            self.tap(events.CallbackAsked())
        else:
            self.tap(events.OfferChosen(int(tag.removeprefix("offer."))))


def _way(number: int, offer: Offer, visit: Visit, texts: Texts) -> Way:
    first = texts.get("offers.first", when=texts.appointment(offer.free[0]))
    if offer.service is Booked.VISIT or offer.counter is None:
        return Way(f"offer.{number}", "wrench", texts.get("booking.visit"), first)
    counter, calendar = offer.counter, visit.house.calendar
    km = distance_km(calendar.counter(visit.house.site) if calendar else None, counter)
    far = texts.get("site.km", km=f"{km:.1f}") if km else ""
    title = texts.get("booking.counter", place=counter.names.get(texts.language, counter.name))
    about = [far or counter.address.get(texts.language, ""), first]
    return Way(f"offer.{number}", "users", title, "\n".join(each for each in about if each))


def without_places(visit: Visit, texts: Texts) -> tuple[Way, ...]:
    call = Way(CALLBACK, "phone-call", texts.get("way.callback"), texts.get("way.callback.about"))
    can_call = Task.CALLBACK in visit.house.tasks
    return (call, *person_ways(visit, texts)) if can_call else person_ways(visit, texts)
