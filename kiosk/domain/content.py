"""What the centre publishes to its kiosks, part by part: public words and tables, nothing of any customer.

A part is pulled whole, kept (`kiosk/storage/replica.py`) and put into the house here. When: at once while nobody stands
before the kiosk, else with the next visit (`Visit.coming`), so that nothing changes under a customer's finger.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.announcement import Announcements
from kiosk.domain.calendar import Calendar
from kiosk.domain.faq import Article
from kiosk.domain.house import House
from kiosk.domain.wait import Waits


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The part `knowledge`: every published article, in the order of the list."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """The part `trust`, which the line has read and kept (`kiosk/sync/trust.py`); no visit knows it."""


#: Each part's value is a type of its own, so a new part is one more name here and one more case below.
Content = Announcements | Calendar | CentreKeys | Knowledge | Waits


def placed(house: House, content: Content) -> House:
    """The same house with `content` in it."""
    match content:
        case Knowledge(articles):
            return replace(house, articles=articles)
        case Calendar():
            return replace(house, calendar=content)
        case Announcements():
            return replace(house, announcements=content)
        case Waits():
            return replace(house, waits=content)
        case CentreKeys():
            return house
