"""The wallboard: this moment, by itself new every five seconds, or standing still for whoever wants to read it."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from crm.callbacks import worklist
from crm.callbacks.worklist import Filter
from crm.desk import chart
from crm.desk.door import Here, Supervising
from crm.desk.page import show
from crm.figures import thresholds, wallboard
from crm.figures.counts import By, count
from crm.figures.period import Period, Scope
from crm.kiosks import fleet

router = APIRouter()

#: Seconds between two pictures.
PACE = 5
#: The hours that are always drawn; others when something happened in them.
HOURS = tuple(f"{hour:02}" for hour in range(9, 19))


@router.get("/wallboard")
def wallboard_page(request: Request, desk: Here, agent: Supervising, still: bool = False) -> Response:
    day, zone = desk.today(), desk.settings.zone
    period = Period.of(day.begins.date(), 1, day.now, zone)
    with desk.centre.database.writing() as session:
        fleet.sweep(session, day.now)
    with desk.centre.database.reading() as session:
        limits = thresholds.read(session)
        now = wallboard.look(session, day, timedelta(minutes=limits["heartbeat_red"]))
        hours = count(session, period, Scope(), By.HOUR)
        whole = count(session, period, Scope()).get("")
        topics = worklist.by_topic(session, Filter(), day)
    told = {hour: (counts.requested, counts.calls) for hour, counts in hours.items()}
    busy = {hour for hour, numbers in told.items() if any(numbers)}
    drawn = [(hour, *told.get(hour, (0, 0))) for hour in sorted({*HOURS, *busy})]
    return show(
        request,
        "wallboard.html",
        board=now,
        limits=limits,
        whole=whole,
        hours=drawn,
        chart=chart.pairs(drawn),
        topics=sorted(topics.items(), key=lambda item: (-item[1], item[0])),
        pace=None if still else PACE,
        day=day.begins.date(),
    )
