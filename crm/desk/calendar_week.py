"""The week at the desk, for supervisors: windows of each weekday and service, of the house or one of its counters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.calendar import week
from crm.calendar.office import HOUSE, Service, patterns
from crm.calendar.week import Hours, Where
from crm.desk.door import Here, Supervising
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.revisions import Moved
from crm.schema import Site, WindowPattern

router = APIRouter(prefix="/calendar/week")

SAID = ("added", "changed", "removed", "own")
FAULTS = ("hours", "capacity", "overlap", "days", "moved")
WEEKDAYS = range(7)

Clock = Annotated[str, Form(max_length=8)]
Places = Annotated[str, Form(max_length=8)]
Text = Annotated[str, Form(max_length=200)]


@router.get("")
def week_page(
    request: Request,
    desk: Here,
    agent: Supervising,
    service: Annotated[str, Query(max_length=16)] = "",
    place: Annotated[str, Query(max_length=200)] = HOUSE,
    said: str = "",
    fault: str = "",
) -> Response:
    with desk.centre.database.reading() as session:
        where = _where(session, service or Service.CALLBACK.value, place)
        rows, own = patterns(session, where.service, where.place), week.own(session, where)
        sites = session.scalars(select(Site).where(Site.name != HOUSE).order_by(Site.name)).all()
    return show(
        request,
        "calendar_week.html",
        where=where,
        by_day={day: [row for row in rows if row.weekday == day] for day in WEEKDAYS},
        follows=not own and where.place != HOUSE,
        sites=sites,
        services=list(Service),
        seen=lambda row: str(Hours.of(row)),
        said=said if said in SAID else "",
        fault=fault if fault in FAULTS else "",
        most=week.MOST_PLACES,
    )


@router.post("/add")
def add(
    desk: Here,
    agent: Supervising,
    service: Text = "",
    place: Text = HOUSE,
    days: Annotated[list[int] | None, Form()] = None,
    opens: Clock = "",
    closes: Clock = "",
    capacity: Places = "",
) -> Response:
    chosen = sorted({day for day in days or () if day in WEEKDAYS})

    def act(session: Session) -> None:
        if not chosen:
            raise ValueError("days")
        week.add(session, where, chosen, _hours(opens, closes, capacity), agent.login, desk.centre.clock())

    where = _asked(desk, service, place)
    return _carry_out(desk, where, act, "added")


@router.post("/change")
def change(
    desk: Here,
    agent: Supervising,
    window: Annotated[int, Form(ge=1)],
    seen: Text = "",
    opens: Clock = "",
    closes: Clock = "",
    capacity: Places = "",
) -> Response:
    def act(session: Session) -> None:
        hours = _hours(opens, closes, capacity)
        week.change(session, window, seen, hours, agent.login, desk.centre.clock())

    return _carry_out(desk, _of_window(desk, window), act, "changed")


@router.post("/remove")
def remove(desk: Here, agent: Supervising, window: Annotated[int, Form(ge=1)], seen: Text = "") -> Response:
    def act(session: Session) -> None:
        week.remove(session, window, seen, agent.login, desk.centre.clock())

    return _carry_out(desk, _of_window(desk, window), act, "removed")


@router.post("/own")
def own_week(desk: Here, agent: Supervising, service: Text = "", place: Text = HOUSE) -> Response:
    """The place no longer follows the house."""
    where = _asked(desk, service, place)

    def act(session: Session) -> None:
        week.copy_house(session, where, agent.login, desk.centre.clock())

    return _carry_out(desk, where, act, "own")


# --- parts ------------------------------------------------------------------------------------


def _carry_out(desk: Desk, where: Where, act: Callable[[Session], None], said: str) -> Response:
    try:
        with desk.centre.database.writing() as session:
            act(session)
    except Moved:
        return _back(where, fault="moved")
    except ValueError as wrong:
        return _back(where, fault=str(wrong))
    return _back(where, said=said)


def _back(where: Where, **told: str) -> Response:
    return go(
        f"/desk/calendar/week?{urlencode({'service': where.service.value, 'place': where.place, **told})}"
    )


def _hours(opens: str, closes: str, capacity: str) -> Hours:
    """Raises ValueError: which part is wrong."""
    typed = capacity.strip()
    return Hours(opens.strip(), closes.strip(), int(typed) if typed.isascii() and typed.isdigit() else -1)


def _asked(desk: Desk, service: str, place: str) -> Where:
    with desk.centre.database.reading() as session:
        return _where(session, service, place)


def _where(session: Session, service: str, place: str) -> Where:
    """Raises HTTPException: there is no such week."""
    if service not in set(Service) or (place != HOUSE and session.get(Site, place) is None):
        raise HTTPException(404)
    return Where(Service(service), place)


def _of_window(desk: Desk, window: int) -> Where:
    """Where a window stands, to go back there; one that is gone leads to the house's."""
    with desk.centre.database.reading() as session:
        row = session.get(WindowPattern, window)
    return Where(Service(row.service), row.place) if row else Where(Service.CALLBACK)
