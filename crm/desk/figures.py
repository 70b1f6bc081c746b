"""The supervisors' figures: the page, the same as CSV, and the thresholds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import BaseModel
from sqlalchemy import select
from starlette.responses import Response

from crm import audit
from crm.callbacks.scripts import TOPICS
from crm.desk import chart
from crm.desk.door import Here, Supervising
from crm.desk.figure_tables import tables_of
from crm.desk.frame import Desk
from crm.desk.page import go, show, texts_of
from crm.desk.tables import as_csv
from crm.figures import thresholds
from crm.figures.counts import By
from crm.figures.period import LENGTHS, Period, Scope
from crm.figures.report import Report, build
from crm.schema import Kiosk

router = APIRouter()

SAID = ("changed", "stale", "impossible")


class Wanted(BaseModel):
    """What the page's form asks for. `last` empty: today. What nobody knows falls back to the first choice."""

    days: int = 7
    last: str = ""
    by: str = By.DAY.value
    kiosk: str = ""
    site: str = ""
    topic: str = ""
    said: str = ""

    def period(self, desk: Desk) -> Period:
        today = desk.today()
        days = self.days if self.days in LENGTHS else LENGTHS[1]
        return Period.of(self.day(today.begins.date()), days, today.now, desk.settings.zone)

    def day(self, today: date) -> date:
        try:
            asked = date.fromisoformat(self.last)
        except ValueError:
            return today
        return min(max(asked, today - timedelta(days=3650)), today)

    @property
    def grouping(self) -> By:
        return By(self.by) if self.by in set(By) else By.DAY

    def address(self, **changed: str) -> str:
        asked = {**self.model_dump(exclude={"said"}, exclude_defaults=True), **changed}
        return urlencode({name: value for name, value in asked.items() if value})


Asked = Annotated[Wanted, Query()]


@router.get("/figures")
def figures_page(request: Request, desk: Here, agent: Supervising, wanted: Asked) -> Response:
    texts = texts_of(request)
    report = _report(desk, agent.login, wanted, "figures.viewed")
    with desk.centre.database.reading() as session:
        kiosks = session.scalars(select(Kiosk).order_by(Kiosk.id)).all()
        limits = thresholds.read(session)
    tables = tables_of(report, texts)
    names = [_short(cells[0]) for cells in tables[1].rows]
    bars = [(name, row.counts.due, row.counts.kept) for name, row in zip(names, report.rows, strict=False)]
    return show(
        request,
        "figures.html",
        report=report,
        figures=list(zip(report.figures, tables[0].rows, strict=True)),
        tables=tables[1:],
        chart=chart.pairs(bars),
        wanted=wanted,
        last=wanted.day(desk.today().begins.date()),
        lengths=LENGTHS,
        groupings=list(By),
        kiosks=kiosks,
        sites=sorted({kiosk.site for kiosk in kiosks}),
        topics=TOPICS,
        limits=limits,
        bounds=thresholds.LIMITS,
        said=wanted.said if wanted.said in SAID else "",
    )


@router.get("/figures.csv")
def figures_file(request: Request, desk: Here, agent: Supervising, wanted: Asked) -> Response:
    report = _report(desk, agent.login, wanted, "figures.exported")
    return as_csv(
        f"figures-{report.period.days[0]}-{report.period.days[-1]}", tables_of(report, texts_of(request))
    )


@router.post("/figures/threshold")
def change_threshold(
    desk: Here,
    agent: Supervising,
    name: Annotated[str, Form()],
    was: Annotated[int, Form()],
    value: Annotated[int, Form()],
) -> Response:
    try:
        with desk.centre.database.writing() as session:
            done = thresholds.change(session, name, was, value, agent.login, desk.centre.clock())
    except thresholds.Impossible:
        return go("/desk/figures?said=impossible#thresholds")
    return go(f"/desk/figures?said={'changed' if done else 'stale'}#thresholds")


def _report(desk: Desk, who: str, wanted: Wanted, what: str) -> Report:
    """The report, and a line about who looked at or took it."""
    period = wanted.period(desk)
    if not period.days:
        raise HTTPException(422)
    with desk.centre.database.writing() as session:
        detail = {"from": str(period.days[0]), "to": str(period.days[-1]), "by": wanted.grouping.value}
        audit.note(session, period.now, who, what, "figures", detail)
    with desk.centre.database.reading() as session:
        scope = Scope.of(session, wanted.kiosk, wanted.site, wanted.topic)
        return build(session, period, scope, wanted.grouping)


def _short(name: str) -> str:
    """A day under a bar is its month and day."""
    return name[5:] if len(name) == 10 and name[4] == "-" else name[:6]
