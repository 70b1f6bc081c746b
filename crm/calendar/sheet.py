"""The kiosks' calendar: hours, closed days, what each window still has, and the counters, as the body of one pulled part.

A kiosk offers windows by this while it has a line and for as long as the copy lasts; what it takes with an old copy is
confirmed or moved when it arrives. `as_of` says how old the copy is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.calendar.office import HOUSE, Service, Stretch, Window, closings, patterns, site_of, windows, zone_of
from crm.calendar.slots import left
from crm.kiosks.content import Provider
from crm.moments import to_text
from crm.schema import Closure, Site, Slot, WindowPattern

#: How far closed days, and how far windows are told.
CLOSINGS_DAYS = 120
WINDOW_DAYS = 10
COUNTER_DAYS = 7
#: The calendar moves on in such steps, so that every worker of the centre makes the same one.
STEP = timedelta(minutes=15)


def body(session: Session, now: datetime) -> dict[str, Any] | None:
    """The whole house and each of its counters; None: this centre has no calendar."""
    house = site_of(session, HOUSE)
    if house is None:
        return None
    as_of = _step(now)
    sites = session.scalars(select(Site).order_by(Site.name)).all()
    return {
        "as_of": to_text(as_of),
        "tz": house.tz,
        "hours": _hours(session, Service.CALLBACK, HOUSE),
        "closings": _closings(session, house, as_of),
        "windows": _windows(session, Service.CALLBACK, HOUSE, as_of, WINDOW_DAYS),
        "visit": _windows(session, Service.VISIT, HOUSE, as_of, WINDOW_DAYS),
        "hotline": house.hotline,
        "sites": [_site(session, site, as_of) for site in sites if site.name != HOUSE],
    }


def stamp(session: Session, now: datetime) -> str:
    """Changes with the quarter of an hour, with every closed day, pattern and site, and with every place taken."""
    as_of = _step(now)
    closed = select(func.count(), func.max(Closure.id), func.max(Closure.at))
    week = select(
        func.count(),
        func.sum(WindowPattern.capacity),
        func.max(WindowPattern.id),
        func.max(WindowPattern.changed_at),
    )
    taken = select(func.count(), func.sum(Slot.taken)).where(Slot.begins >= as_of - timedelta(hours=12))
    sites = select(func.count()).select_from(Site)
    rows = [session.execute(asked).one() for asked in (closed, week, taken, sites)]
    return f"{as_of:%Y%m%d%H%M} {rows}"


PROVIDER = Provider(body, stamp)


def _step(now: datetime) -> datetime:
    return now - timedelta(seconds=now.timestamp() % STEP.total_seconds())


def _hours(session: Session, service: Service, place: str) -> list[dict[str, Any]]:
    return [
        {"weekday": pattern.weekday, "opens": pattern.opens, "closes": pattern.closes}
        for pattern in patterns(session, service, place)
    ]


def _closings(session: Session, site: Site, now: datetime) -> list[dict[str, Any]]:
    stretch = Stretch(now.astimezone(zone_of(site)).date(), CLOSINGS_DAYS)
    found = closings(session, site, site.name, stretch)
    return [
        {"day": each.day.isoformat(), "reason": each.reason, "names": dict(each.names)}
        for each in sorted(found.values(), key=lambda each: each.day)
    ]


def _windows(
    session: Session, service: Service, place: str, now: datetime, days: int
) -> list[dict[str, Any]]:
    """The windows that are still ahead, with the places left in each."""
    ahead = [each for each in windows(session, service, place, now, days) if each.ends > now]
    free = left(session, service, place, ahead)
    return [_window(each, places) for each, places in zip(ahead, free, strict=True)]


def _window(window: Window, places: int) -> dict[str, Any]:
    return {"from": to_text(window.begins), "to": to_text(window.ends), "left": places}


def _site(session: Session, site: Site, now: datetime) -> dict[str, Any]:
    """A counter: where it is, when it is open, and its appointments."""
    return {
        "name": site.name,
        "names": site.names,
        "address": site.address,
        "directions": site.directions,
        "hotline": site.hotline,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "hours": _hours(session, Service.COUNTER, site.name),
        "closings": _closings(session, site, now),
        "counter": _windows(session, Service.COUNTER, site.name, now, COUNTER_DAYS),
    }
