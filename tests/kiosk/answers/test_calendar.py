"""The centre's calendar, read as the contract shows it; whatever else comes is refused whole."""

import copy
import json
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.answers.calendar import read_calendar
from kiosk.domain.calendar import Closing, Free, Opening
from kiosk.domain.language import Language

EXAMPLE = Path(__file__).parents[2] / "contract" / "parts" / "calendar.json"
TAIPEI = ZoneInfo("Asia/Taipei")


def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return found


@pytest.mark.requirement("D6")
def test_the_contracts_example_is_understood() -> None:
    """D6: windows with what they still have, closed days by name or reason, counters with their hours."""
    calendar = read_calendar(example())
    assert calendar.as_of == datetime(2026, 11, 23, 9, 30, tzinfo=TAIPEI)
    assert calendar.windows[0] == Free(
        datetime(2026, 11, 23, 9, tzinfo=TAIPEI), datetime(2026, 11, 23, 12, tzinfo=TAIPEI), 30
    )
    assert calendar.closings[0] == Closing(date(2026, 11, 24), "typhoon", {})
    assert calendar.closings[1].names[Language.ZH_HANT] == "行憲紀念日"
    counter = calendar.counters[0]
    assert counter.hours[0] == Opening(0, time(9), time(9, 30))
    assert counter.openings(date(2026, 11, 23)) == ((time(9), time(12)), (time(13), time(17)))
    assert calendar.hotline == "0800-000-123"


BROKEN: dict[str, Any] = {
    "no zone": lambda body: body.update(tz="Nowhere/Land"),
    "no windows": lambda body: body.pop("windows"),
    "a window that ends first": lambda body: body["windows"][0].update(to="2026-11-22T00:00:00.000Z"),
    "windows out of order": lambda body: body["windows"].reverse(),
    "fewer than none left": lambda body: body["windows"][0].update(left=-1),
    "a moment without a zone": lambda body: body.update(as_of="2026-11-23T09:30:00"),
    "no day": lambda body: body["closings"][0].update(day="2026-02-30"),
    "an eighth day of the week": lambda body: body["sites"][0]["hours"][0].update(weekday=7),
    "a text with a control character": lambda body: body.update(hotline="0800\x07"),
    "a list that is none": lambda body: body.update(sites={"a": 1}),
}


@pytest.mark.parametrize("how", BROKEN)
def test_anything_else_is_refused_whole(how: str) -> None:
    body = copy.deepcopy(example())
    BROKEN[how](body)
    with pytest.raises(ValueError):  # noqa: PT011 - whichever: it is one refusal
        read_calendar(body)


@pytest.mark.parametrize("body", [None, [], "calendar", 7])
def test_no_object_is_refused(body: object) -> None:
    with pytest.raises(ValueError, match="object"):
        read_calendar(body)
