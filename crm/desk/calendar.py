"""The calendar at the desk: what is taken of each window, the closed days; supervisors close or open a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from sqlalchemy import delete, select
from starlette.responses import Response

from crm import audit
from crm.calendar.office import HOUSE, REASONS, WORKDAY, Service, Stretch, closings, site_of, windows, zone_of
from crm.calendar.slots import left
from crm.desk.door import Here, Signed
from crm.desk.page import go, show
from crm.schema import Closure, Site

router = APIRouter(prefix="/calendar")

DAYS = 7
CLOSINGS_DAYS = 120
FARTHEST = timedelta(days=366)
SAID = ("closed", "opened", "removed")


@router.get("")
def calendar_page(request: Request, desk: Here, agent: Signed, said: str = "", fault: str = "") -> Response:
    now = desk.centre.clock()
    with desk.centre.database.reading() as session:
        site = site_of(session, HOUSE)
        found = windows(session, Service.CALLBACK, HOUSE, now, DAYS)
        free = left(session, Service.CALLBACK, HOUSE, found)
        today = now.astimezone(zone_of(site)).date() if site else now.date()
        stretch = Stretch(today, CLOSINGS_DAYS)
        closed = closings(session, site, HOUSE, stretch) if site else {}
        lines = session.scalars(select(Closure).where(Closure.day >= today).order_by(Closure.day)).all()
        sites = session.scalars(select(Site).where(Site.name != HOUSE).order_by(Site.name)).all()
    return show(
        request,
        "calendar.html",
        rows=list(zip(found, free, strict=True)),
        closed=sorted(closed.values(), key=lambda each: each.day),
        lines=lines,
        sites=sites,
        reasons=REASONS,
        today=today,
        workday=WORKDAY,
        said=said if said in SAID else "",
        fault=fault if fault in ("day", "reason") else "",
    )


@router.post("/close")
def close_day(
    desk: Here,
    agent: Signed,
    day: Annotated[str, Form(max_length=10)] = "",
    place: Annotated[str, Form(max_length=200)] = HOUSE,
    reason: Annotated[str, Form(max_length=32)] = "",
) -> Response:
    """Closes a day, or with the reason `workday` opens one; whatever was said about it before is replaced."""
    _must_supervise(agent)
    now = desk.centre.clock()
    chosen = _day(day)
    if chosen is None or not now.date() - timedelta(days=1) <= chosen <= now.date() + FARTHEST:
        return go("/desk/calendar?fault=day")
    if reason not in (*REASONS, WORKDAY):
        return go("/desk/calendar?fault=reason")
    opens = reason == WORKDAY
    with desk.centre.database.writing() as session:
        if place != HOUSE and session.get(Site, place) is None:
            raise HTTPException(422)
        session.execute(delete(Closure).where(Closure.day == chosen, Closure.place == place))
        session.add(Closure(day=chosen, place=place, reason=reason, is_open=opens, by=agent.id, at=now))
        detail = {"place": place, "reason": reason}
        audit.note(session, now, agent.login, "calendar.day_set", chosen.isoformat(), detail)
    return go(f"/desk/calendar?said={'opened' if opens else 'closed'}")


@router.post("/remove")
def remove_line(desk: Here, agent: Signed, line: Annotated[int, Form(ge=1)]) -> Response:
    """The day is again what the week and the public holidays say."""
    _must_supervise(agent)
    with desk.centre.database.writing() as session:
        found = session.get(Closure, line)
        if found is not None:
            now = desk.centre.clock()
            audit.note(session, now, agent.login, "calendar.day_removed", found.day.isoformat())
            session.delete(found)
    return go("/desk/calendar?said=removed")


def _must_supervise(agent: Signed) -> None:
    if not agent.supervises:
        raise HTTPException(403)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
