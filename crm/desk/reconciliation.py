"""The day's reconciliation: every kiosk with its verdict, one kiosk with every difference, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from crm import audit
from crm.billing.differences import Verdict
from crm.billing.reconciliation import Asked, KioskDay, all_kiosks, reconcile
from crm.desk.door import Here, Signed, Supervising
from crm.desk.frame import Desk
from crm.desk.page import show, texts_of
from crm.desk.tables import Table, as_csv, number
from crm.desk.texts import Texts
from crm.figures import thresholds

router = APIRouter(prefix="/payments/reconciliation")

TONES = {Verdict.AGREED: "success", Verdict.NOT_AGREED: "danger", Verdict.CANNOT_CONFIRM: "attention"}
CURRENCY = "TWD"


class Wanted(BaseModel):
    """`day` empty: yesterday, the last one that is over. `kiosk` empty: all of them."""

    day: Annotated[str, Field(max_length=10)] = ""
    kiosk: Annotated[str, Field(max_length=32)] = ""

    def local_day(self, today: date) -> date:
        try:
            asked = date.fromisoformat(self.day)
        except ValueError:
            return today - timedelta(days=1)
        return min(max(asked, today - timedelta(days=3650)), today)


Query_ = Annotated[Wanted, Query()]


@router.get("/")
def reconciliation_page(request: Request, desk: Here, agent: Signed, wanted: Query_) -> Response:
    day, days = _days(desk, wanted)
    return show(
        request,
        "reconciliation.html",
        day=day,
        today=desk.today().begins.date(),
        days=days,
        one=days[0] if wanted.kiosk and days else None,
        tones=TONES,
        wanted=wanted,
    )


@router.get("/file")
def reconciliation_file(request: Request, desk: Here, agent: Supervising, wanted: Query_) -> Response:
    day, days = _days(desk, wanted)
    with desk.centre.database.writing() as session:
        audit.note(session, desk.centre.clock(), agent.login, "reconciliation.exported", str(day))
    return as_csv(f"reconciliation-{day}", tables_of(days, texts_of(request)))


def tables_of(days: list[KioskDay], texts: Texts) -> list[Table]:
    """The kiosks' verdicts, then every difference."""
    names = ("kiosk", "verdict", "received", "posted", "refund_due", "differences")
    verdicts = [
        [
            day.kiosk,
            texts.get(f"verdict.{day.verdict.value}"),
            number(day.received),
            texts.money(day.posted, CURRENCY),
            texts.money(day.refund_due, CURRENCY),
            number(day.unsettled),
        ]
        for day in days
    ]
    found = [
        [
            day.kiosk,
            texts.get(f"difference.{each.difference.value}"),
            each.subject,
            "–" if each.minor is None else texts.money(each.minor, CURRENCY),
            texts.get("difference.settled") if each.settled else "",
        ]
        for day in days
        for each in day.found
    ]
    heads = ("kiosk", "difference", "subject", "amount", "settled")
    return [
        Table(texts.get("reconciliation.title"), [texts.get(f"recon.{name}") for name in names], verdicts),
        Table(texts.get("recon.differences"), [texts.get(f"recon.{name}") for name in heads], found),
    ]


def _days(desk: Desk, wanted: Wanted) -> tuple[date, list[KioskDay]]:
    today = desk.today()
    day, zone = wanted.local_day(today.begins.date()), desk.settings.zone
    with desk.centre.database.reading() as session:
        late = timedelta(hours=thresholds.read(session)["record_late"])
        if wanted.kiosk:
            return day, [reconcile(session, Asked(wanted.kiosk, day, zone, today.now, late))]
        return day, all_kiosks(session, day, zone, today.now, late)
