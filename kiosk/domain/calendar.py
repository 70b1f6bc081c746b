"""The house's calendar as the centre told it: closed days, what each window still has, and the counters.

A copy is as old as `as_of`. While it tells of windows ahead, they are offered by it; after that the settings' hours are,
without the days that it knows to be closed. Either way the centre has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import cos, hypot, inf, radians

from kiosk.domain.callback import Hours, Window, offered_windows
from kiosk.domain.language import Language

#: How many windows one screen offers.
OFFERED = 6
KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Free:
    """A window and how many places it still had."""

    begins: datetime
    ends: datetime
    left: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed day. `names` by language for a public holiday; else the reason has words of its own (`day_off.*`)."""

    day: date
    reason: str
    names: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Opening:
    """Every such weekday (Monday is 0) from `opens` to `closes`, local."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Counter:
    """A place with people. Texts by language; `place` is latitude and longitude in degrees, if known."""

    name: str
    names: Mapping[Language, str]
    address: Mapping[Language, str]
    directions: Mapping[Language, str]
    hotline: str
    hours: tuple[Opening, ...] = ()
    closings: tuple[Closing, ...] = ()
    free: tuple[Free, ...] = ()
    place: tuple[float, float] | None = None

    def openings(self, day: date) -> tuple[tuple[time, time], ...]:
        """From when to when somebody is there that day; what touches is one stretch."""
        if closing_on(self.closings, day):
            return ()
        stretches: list[tuple[time, time]] = []
        for each in sorted((h.opens, h.closes) for h in self.hours if h.weekday == day.weekday()):
            if stretches and each[0] <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(stretches[-1][1], each[1]))
            else:
                stretches.append(each)
        return tuple(stretches)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`windows` are those of calls, `visits` a technician's."""

    as_of: datetime
    closings: tuple[Closing, ...] = ()
    windows: tuple[Free, ...] = ()
    visits: tuple[Free, ...] = ()
    hotline: str = ""
    counters: tuple[Counter, ...] = ()

    def counter(self, names: Mapping[Language, str]) -> Counter | None:
        """The one whose name in any language is one of `names`: where this kiosk stands."""
        mine = set(names.values())
        return next((each for each in self.counters if mine & {each.name, *each.names.values()}), None)


#: What stands where the centre has withdrawn its calendar: it knows nothing, and the settings' hours hold.
NO_CALENDAR = Calendar(datetime(1970, 1, 1, tzinfo=UTC))


def nearest(calendar: Calendar, here: Counter | None) -> tuple[Counter, ...]:
    """`here` first, then the others by distance; those of which it is not known last, in the centre's order."""

    def far(counter: Counter) -> tuple[bool, float]:
        km = distance_km(here, counter)
        return counter is not here, inf if km is None else km

    return tuple(sorted(calendar.counters, key=far))


def distance_km(here: Counter | None, there: Counter) -> float | None:
    """As the crow flies; None where one of the two places is not known."""
    if here is None or here.place is None or there.place is None:
        return None
    north = there.place[0] - here.place[0]
    east = (there.place[1] - here.place[1]) * cos(radians(here.place[0]))
    return KM_PER_DEGREE * hypot(north, east)


def closing_on(closings: tuple[Closing, ...], day: date) -> Closing | None:
    return next((closing for closing in closings if closing.day == day), None)


def next_closing(closings: tuple[Closing, ...], day: date) -> Closing | None:
    """The first closed day from `day` on."""
    return min((each for each in closings if each.day >= day), key=lambda each: each.day, default=None)


def call_windows(calendar: Calendar | None, hours: Hours, now: datetime) -> tuple[Window, ...]:
    """What is offered: the soonest, then windows ahead that have room."""
    if calendar is None:
        return offered_windows(now, hours)
    windows = _by_calendar(calendar.windows, hours.soonest, now)
    return windows or offered_windows(now, hours, closed=frozenset(each.day for each in calendar.closings))


def _by_calendar(windows: tuple[Free, ...], soonest: timedelta, now: datetime) -> tuple[Window, ...]:
    free = [each for each in windows if each.left > 0 and each.ends > now]
    ahead = [Window(each.begins, each.ends) for each in free if each.begins > now]
    if not ahead:
        return ()
    if any(each.begins <= now for each in free):
        first = Window(now, now + soonest, soonest=True)
    else:
        first = Window(ahead[0].begins, ahead[0].ends, soonest=True)
    return (first, *ahead[: OFFERED - 1])
