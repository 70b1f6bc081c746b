"""An appointment in words: what it is for, and at which counter, by its name in the visit's language."""

from __future__ import annotations

from kiosk.domain.case import Booked, Booking
from kiosk.domain.visit import Visit
from kiosk.texts import Texts


def booked_words(draft: Booking, texts: Texts) -> str:
    if draft.service is Booked.VISIT:
        return texts.get("booking.visit")
    return texts.get("booking.counter", place=draft.names.get(texts.language, draft.place))


def site_words(name: str, visit: Visit, texts: Texts) -> str:
    """The counter by the centre's own name for it."""
    calendar = visit.house.calendar
    found = next((each for each in calendar.counters if each.name == name), None) if calendar else None
    return found.names.get(texts.language, name) if found else name
