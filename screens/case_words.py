"""How something stands, in words: for the screen that shows a case, and for the one that shows what was just asked."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.calendar import Closing
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.visit import Visit
from kiosk.texts import Texts


def word(family: str, value: str, texts: Texts) -> str:
    """`family.value` where the catalogue has it; else the family's general word: a newer centre may say more."""
    key = f"{family}.{value}"
    return texts.get(key if key in texts.catalogue else f"{family}.other")


def window_words(standing: CaseStanding, visit: Visit, texts: Texts) -> str:
    """As this site's clocks have it."""
    window = standing.window
    if window is None:
        return ""
    here = window.by_clock_of(visit.now)
    if standing.kind == "booking":
        return texts.appointment(here)
    return texts.window(here, visit.now)


def moment_words(moment: datetime, visit: Visit, texts: Texts) -> str:
    """`今天 14:05`."""
    here = _here(moment, visit)
    return texts.get("case.moment", day=texts.day(here.date(), visit.now.date()), time=texts.time(here))


def moved_words(standing: CaseStanding, texts: Texts) -> str:
    """Why it is another window than the one that was chosen."""
    key = f"case.moved.{standing.moved}"
    return texts.get(key if key in texts.catalogue else "case.moved.other")


def place_words(standing: CaseStanding, visit: Visit, texts: Texts) -> str:
    """The place in the queue and when the call may be expected; empty where nobody can say."""
    if standing.place is None or standing.expected_at is None:
        return ""
    return texts.get(
        "case.place", place=standing.place, time=moment_words(standing.expected_at, visit, texts)
    )


def closing_words(closing: Closing, texts: Texts) -> str:
    """A public holiday by its name, a day that the house closed by its reason."""
    key = f"day_off.{closing.reason}"
    return closing.names.get(texts.language) or texts.get(key if key in texts.catalogue else "day_off.other")


def _here(moment: datetime, visit: Visit) -> datetime:
    return moment.astimezone(visit.now.tzinfo)
