"""When the house works: its windows, the public holidays of its country, and the days that staff closed or opened.

The house is the site named "", seeded by `crm/demo/calendar.py` or by hand; a centre without it has no calendar, and then
every window that a customer chose stands as it is. All moments are aware; days and `HH:MM` are the site's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm.schema import Closure, Site, WindowPattern

#: Our names of languages -> those of the `holidays` library.
HOLIDAY_LANGUAGES = {"zh-Hant": "zh_TW", "en": "en_US", "zh-Hans": "zh_CN"}
HOUSE = ""


class Service(StrEnum):
    """What is done in a window."""

    CALLBACK = "callback"
    COUNTER = "counter"
    VISIT = "visit"


#: Why staff close a day; the kiosk has words for each (`closure.*`). HOLIDAY brings its own name.
REASONS = ("typhoon", "maintenance", "training", "moving", "other")
HOLIDAY = "holiday"
WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class Closing:
    """A day without windows; `names` by language, for a public holiday."""

    day: date
    reason: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Window:
    begins: datetime
    ends: datetime
    capacity: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole days from `first` on."""

    first: date
    days: int

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=ahead) for ahead in range(self.days))


def site_of(session: Session, place: str) -> Site | None:
    """The site itself, or the house; None: this centre has no calendar."""
    return session.get(Site, place) or session.get(Site, HOUSE)


def zone_of(site: Site) -> ZoneInfo:
    return ZoneInfo(site.tz)


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> Mapping[date, Mapping[str, str]]:
    """Day -> its name by language. Empty for a country that the library does not know."""
    found: dict[date, dict[str, str]] = {}
    for ours, theirs in HOLIDAY_LANGUAGES.items():
        try:
            named = holidays.country_holidays(country, years=year, language=theirs)
        except NotImplementedError:
            return {}
        for day, name in named.items():
            found.setdefault(day, {})[ours] = name
    return found


def closings(session: Session, site: Site, place: str, stretch: Stretch) -> dict[date, Closing]:
    """The closed days of `stretch` at `place`; a day opened by staff is none, holiday or not."""
    years = range(stretch.first.year, stretch.last.year + 1)
    found = {
        day: Closing(day, HOLIDAY, names)
        for year in years
        for day, names in public_holidays(site.country, year).items()
        if stretch.first <= day <= stretch.last
    }
    for line in _own_lines(session, place, stretch):
        if line.is_open:
            found.pop(line.day, None)
        else:
            found[line.day] = Closing(line.day, line.reason, {})
    return found


def _own_lines(session: Session, place: str, stretch: Stretch) -> Sequence[Closure]:
    """The house's first, so that a site's own line about the same day counts."""
    mine = or_(Closure.place == HOUSE, Closure.place == place)
    lines = select(Closure).where(mine, Closure.day >= stretch.first, Closure.day <= stretch.last)
    return session.scalars(lines.order_by(Closure.place, Closure.day)).all()


def patterns(session: Session, service: Service, place: str = HOUSE) -> Sequence[WindowPattern]:
    """The week of a service: the site's own, or else the house's."""
    mine = select(WindowPattern).where(
        WindowPattern.service == service, WindowPattern.place.in_((HOUSE, place))
    )
    found = session.scalars(mine.order_by(WindowPattern.weekday, WindowPattern.opens)).all()
    own = [pattern for pattern in found if pattern.place == place]
    return own or found


def windows(session: Session, service: Service, place: str, begin: datetime, days: int) -> list[Window]:
    """Every window of `days` local days, from the day of `begin` on, in their order."""
    site = site_of(session, place)
    if site is None:
        return []
    zone = zone_of(site)
    stretch = Stretch(begin.astimezone(zone).date(), days)
    closed = closings(session, site, place, stretch)
    week = patterns(session, service, place)
    return [
        Window(_moment(day, pattern.opens, zone), _moment(day, pattern.closes, zone), pattern.capacity)
        for day in stretch
        if day not in closed
        for pattern in week
        if pattern.weekday == day.weekday()
    ]


def is_closed(session: Session, place: str, moment: datetime) -> bool:
    """Whether the day of `moment` is a closed one there."""
    site = site_of(session, place)
    if site is None:
        return False
    day = moment.astimezone(zone_of(site)).date()
    return day in closings(session, site, place, Stretch(day, 1))


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)
