"""Book a place: what and where, a day and a free place. The rest is like handing over anything else (`flow/case.py`)."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.booking import Offer, days_of
from kiosk.domain.case import Booking
from kiosk.domain.events import Event
from kiosk.domain.flow.case import before, is_whole, onward
from kiosk.domain.visit import Step, Visit


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case states.OfferWanted() as state, _:
            return _offer(visit, state, event)
        case states.SlotWanted() as state, events.DayChosen(day) if day in days_of(state.free):
            return visit.at(replace(state, day=day)), ()
        case states.SlotWanted(about=Booking() as draft) as state, _:
            return _slot(visit, state, draft, event)
        case _:
            return None


def _offer(visit: Visit, state: states.OfferWanted, event: Event) -> Step | None:
    match event:
        case events.OfferChosen(number) if 0 <= number < len(state.offers):
            return onward(visit, _of_offer(state.draft, state.offers[number]))
        case events.WentBack() if is_whole(visit, state.draft):
            return visit.at(states.CaseReview(state.draft)), ()
        case events.WentBack():
            return visit.at(states.ServicesShown()), ()
        case _:
            return None


def _of_offer(draft: Booking, offer: Offer) -> Booking:
    """Another place has other times."""
    names = offer.counter.names if offer.counter else {}
    return replace(draft, service=offer.service, place=offer.place, names=names, window=None)


def _slot(visit: Visit, state: states.SlotWanted, draft: Booking, event: Event) -> Step | None:
    match event:
        case events.WindowChosen(key):
            window = next((each for each in state.free if each.key == key), None)
            return (visit, ()) if window is None else onward(visit, replace(draft, window=window))
        case events.WentBack() if is_whole(visit, draft):
            return visit.at(states.CaseReview(draft)), ()
        case events.WentBack():
            return before(visit, draft, "window")
        case _:
            return None
