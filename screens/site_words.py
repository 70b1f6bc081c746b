"""When somebody is where, in words: hours today, why not, when next, how long one waits, how far the next counter is."""

from __future__ import annotations

from datetime import date, time, timedelta

from kiosk.domain.calendar import Counter, distance_km, nearest, next_closing
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.case_words import closing_words
from screens.widgets.rows import Way

#: How far ahead the next opening is looked for, and a closed day told where room is dear.
LOOKED_AHEAD = timedelta(days=14)
SOON = timedelta(days=7)


def hours_today(counter: Counter | None, day: date, texts: Texts) -> str:
    """`09:00–12:00、13:00–17:00`; closed, and why; empty where nobody told us."""
    if counter is None or not counter.hours:
        return ""
    closing = next((each for each in counter.closings if each.day == day), None)
    if closing:
        return texts.get("site.closed_because", why=closing_words(closing, texts))
    return hours_words(counter, day, texts) or texts.get("site.closed")


def hours_words(counter: Counter, day: date, texts: Texts) -> str:
    open_hours = [_hours(opens, closes) for opens, closes in counter.openings(day)]
    return texts.get("site.comma").join(open_hours)


def wait_words(visit: Visit, counter: Counter | None, texts: Texts) -> str:
    """`about 15 minutes, as of 13:05`; empty where nothing is known that is new enough to be said."""
    house = visit.house
    wait = counter and house.waits.at(counter, visit.now, house.wait_limit)
    if not wait:
        return ""
    key = "less" if wait.is_short else "more" if wait.is_long else "about"
    told_at = texts.time(wait.told_at.astimezone(visit.now.tzinfo))
    return texts.get("wait.as_of", wait=texts.get(f"wait.{key}", minutes=wait.about), time=told_at)


def wait_line(visit: Visit, counter: Counter | None, texts: Texts) -> str:
    """The same as a line of its own."""
    words = wait_words(visit, counter, texts)
    return texts.get("wait.line", wait=words) if words else ""


def house_ways(visit: Visit, texts: Texts) -> tuple[Way, ...]:
    """Where people are when the kiosk is not: this site's counter, the nearest other one, and the telephone."""
    house, calendar, today = visit.house, visit.house.calendar, visit.now.date()
    here = calendar.counter(house.site) if calendar else None
    shut = here is not None and bool(here.hours) and not here.openings(today)
    counter = house.counter[visit.language]
    about = counter if shut else texts.get("way.counter.about", counter=counter)
    own = Way("", "map-pin", texts.get("way.counter"), _lines(about, *_opening(visit, here, texts)))
    others = [each for each in nearest(calendar, here) if each is not here] if calendar else []
    hotline = (here.hotline if here else "") or (calendar.hotline if calendar else "") or house.hotline
    phone = Way("", "phone", texts.get("way.hotline"), hotline)
    return (own, *(_counter(visit, each, here, texts) for each in others[:1]), phone)


def _opening(visit: Visit, counter: Counter | None, texts: Texts) -> tuple[str, ...]:
    """Hours today; closed: why, and when next; how long one waits there, or a closed day that is near."""
    today = visit.now.date()
    if counter is None or not counter.hours:
        return (wait_line(visit, counter, texts),)
    if not counter.openings(today):
        return hours_today(counter, today, texts), _next_opening(counter, today, texts)
    told = texts.get("site.hours_today", hours=hours_words(counter, today, texts))
    return told, wait_line(visit, counter, texts) or _closed_soon(counter, today, texts)


def _closed_soon(counter: Counter, today: date, texts: Texts) -> str:
    closing = next_closing(counter.closings, today)
    if closing is None or closing.day > today + SOON:
        return ""
    day = texts.weekday_date(closing.day)
    return texts.get("site.closed_on", day=day, why=closing_words(closing, texts))


def _next_opening(counter: Counter, today: date, texts: Texts) -> str:
    ahead = (today + timedelta(days=days) for days in range(1, LOOKED_AHEAD.days))
    day = next((day for day in ahead if counter.openings(day)), None)
    if day is None:
        return ""
    hours = hours_words(counter, day, texts)
    return texts.get("site.next_opening", day=texts.weekday_date(day), hours=hours)


def _counter(visit: Visit, counter: Counter, here: Counter | None, texts: Texts) -> Way:
    km = distance_km(here, counter)
    far = "" if km is None else texts.get("site.km", km=f"{km:.1f}")
    name = f"{counter.names.get(texts.language, counter.name)} {far}".strip()
    address = counter.address.get(texts.language, "")
    return Way("", "map-pin", name, _lines(address, *_opening(visit, counter, texts)))


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _hours(opens: time, closes: time) -> str:
    return f"{opens:%H:%M}–{closes:%H:%M}"
