"""The part `calendar`, from the centre's JSON to a value. Anything that is not as agreed is a ValueError, whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.answers.told import items, members, moment, text, texts, whole
from kiosk.domain.calendar import Calendar, Closing, Counter, Free, Opening


def read_calendar(body: object) -> Calendar:
    """Raises ValueError."""
    try:
        return _calendar(members(body))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"the calendar is not as agreed: {wrong!r}") from wrong


def _calendar(body: Mapping[str, Any]) -> Calendar:
    zone = ZoneInfo(text(body["tz"]))
    return Calendar(
        as_of=moment(body["as_of"], zone),
        closings=tuple(_closing(each) for each in items(body["closings"])),
        windows=_free(body["windows"], zone),
        visits=_free(body["visit"], zone),
        hotline=text(body["hotline"]),
        counters=tuple(_counter(members(each), zone) for each in items(body["sites"])),
    )


def _counter(told: Mapping[str, Any], zone: ZoneInfo) -> Counter:
    latitude, longitude = told["latitude"], told["longitude"]
    place = None if latitude is None or longitude is None else (float(latitude), float(longitude))
    return Counter(
        name=text(told["name"]),
        names=texts(told["names"]),
        address=texts(told["address"]),
        directions=texts(told["directions"]),
        hotline=text(told["hotline"]),
        hours=tuple(_opening(each) for each in items(told["hours"])),
        closings=tuple(_closing(each) for each in items(told["closings"])),
        free=_free(told["counter"], zone),
        place=place,
    )


def _closing(told: Mapping[str, Any]) -> Closing:
    return Closing(date.fromisoformat(text(told["day"])), text(told["reason"]), texts(told["names"]))


def _opening(told: Mapping[str, Any]) -> Opening:
    weekday = told["weekday"]
    if weekday not in range(7):
        raise ValueError("no weekday")
    return Opening(weekday, time.fromisoformat(text(told["opens"])), time.fromisoformat(text(told["closes"])))


def _free(told: object, zone: ZoneInfo) -> tuple[Free, ...]:
    found = tuple(
        Free(moment(each["from"], zone), moment(each["to"], zone), whole(each["left"], "places"))
        for each in items(told)
    )
    if any(each.ends <= each.begins for each in found) or list(found) != sorted(
        found, key=lambda each: each.begins
    ):
        raise ValueError("windows that end before they begin, or are out of order")
    return found
