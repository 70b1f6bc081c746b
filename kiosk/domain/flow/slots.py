"""The screens on which an appointment's place is chosen, as the calendar has it at this moment."""

from __future__ import annotations

from kiosk.domain import states
from kiosk.domain.booking import days_of, offers, places_for
from kiosk.domain.case import Booking
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.visit import Visit


def offers_shown(visit: Visit, draft: Booking) -> Visit:
    return visit.at(states.OfferWanted(draft, offers(visit.house, visit.now)))


def slots_shown(visit: Visit, about: Booking | CaseStanding) -> Visit:
    """The day that was chosen before stands open; else the first with a free place."""
    free = places_for(visit.house, about, visit.now)
    days = days_of(free) or (visit.now.date(),)
    chosen = about.window.begins.date() if isinstance(about, Booking) and about.window else days[0]
    return visit.at(states.SlotWanted(about, free, chosen if chosen in days else days[0]))
