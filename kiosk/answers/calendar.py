"""The part `calendar`, from the centre's JSON to a value. Anything that is not as agreed is a ValueError, whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.domain.calendar import Calendar, Closing, Counter, Free, Opening
from kiosk.domain.language import Language

#: Above every honest list of the contract.
LONGEST_LIST = 2000
LONGEST_TEXT = 300


def read_calendar(body: object) -> Calendar:
    """Raises ValueError."""
    try:
        return _calendar(_object(body))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"the calendar is not as agreed: {wrong!r}") from wrong


def _calendar(body: Mapping[str, Any]) -> Calendar:
    zone = ZoneInfo(_text(body["tz"]))
    return Calendar(
        as_of=_moment(body["as_of"], zone),
        closings=tuple(_closing(each) for each in _list(body["closings"])),
        windows=_free(body["windows"], zone),
        visits=_free(body["visit"], zone),
        hotline=_text(body["hotline"]),
        counters=tuple(_counter(_object(each), zone) for each in _list(body["sites"])),
    )


def _counter(told: Mapping[str, Any], zone: ZoneInfo) -> Counter:
    latitude, longitude = told["latitude"], told["longitude"]
    place = None if latitude is None or longitude is None else (float(latitude), float(longitude))
    return Counter(
        name=_text(told["name"]),
        names=_texts(told["names"]),
        address=_texts(told["address"]),
        directions=_texts(told["directions"]),
        hotline=_text(told["hotline"]),
        hours=tuple(_opening(each) for each in _list(told["hours"])),
        closings=tuple(_closing(each) for each in _list(told["closings"])),
        free=_free(told["counter"], zone),
        place=place,
    )


def _closing(told: Mapping[str, Any]) -> Closing:
    return Closing(date.fromisoformat(_text(told["day"])), _text(told["reason"]), _texts(told["names"]))


def _opening(told: Mapping[str, Any]) -> Opening:
    weekday = told["weekday"]
    if weekday not in range(7):
        raise ValueError("no weekday")
    return Opening(
        weekday, time.fromisoformat(_text(told["opens"])), time.fromisoformat(_text(told["closes"]))
    )


def _free(told: object, zone: ZoneInfo) -> tuple[Free, ...]:
    found = tuple(
        Free(_moment(each["from"], zone), _moment(each["to"], zone), _whole(each["left"]))
        for each in _list(told)
    )
    if any(each.ends <= each.begins for each in found) or list(found) != sorted(
        found, key=lambda each: each.begins
    ):
        raise ValueError("windows that end before they begin, or are out of order")
    return found


def _moment(told: object, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(_text(told))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(zone)


def _whole(told: object) -> int:
    if type(told) is not int or told < 0:
        raise ValueError("no number of places")
    return told


def _texts(told: object) -> dict[Language, str]:
    """The languages that this kiosk knows; a newer centre may have more."""
    known = {language.value: language for language in Language}
    return {known[name]: _text(text) for name, text in _object(told).items() if name in known}


def _text(told: object) -> str:
    if not isinstance(told, str) or len(told) > LONGEST_TEXT or not told.isprintable():
        raise ValueError("no text")
    return told


def _list(told: object) -> Sequence[Any]:
    if not isinstance(told, list) or len(told) > LONGEST_LIST:
        raise ValueError("no list")
    return told


def _object(told: object) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told
