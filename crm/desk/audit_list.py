"""The audit list for supervisors: filtered, paged by key, exported; looking and exporting are lines of it themselves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import audit, audit_trail, chain
from crm.audit_trail import Place, Told
from crm.desk.door import Here, Supervising
from crm.desk.frame import Desk
from crm.desk.page import show, texts_of
from crm.desk.tables import Table, as_csv

router = APIRouter()

PAGE = 50
#: A file ends here; what is older is had by a filter.
LONGEST_FILE = 20_000


class Wanted(BaseModel):
    """`what` is how the word begins, `who` and `subject` are whole; `day` is local; `before` is where a page ended."""

    who: Annotated[str, Field(max_length=200)] = ""
    what: Annotated[str, Field(max_length=64)] = ""
    subject: Annotated[str, Field(max_length=200)] = ""
    day: Annotated[str, Field(max_length=10)] = ""
    before: Annotated[str, Field(pattern=r"^(\d{1,17}-\d{1,19}-[0-9a-f]{32})?$")] = ""

    @property
    def filters(self) -> dict[str, str]:
        asked = self.model_dump(exclude={"before"})
        return {name: value for name, value in asked.items() if value}

    def address(self, **more: object) -> str:
        return urlencode({**self.filters, **more})

    def within(self, zone: ZoneInfo) -> audit_trail.Wanted:
        behind = Place.read(self.before) if self.before else None
        begins = ends = None
        if day := _day(self.day):
            begins = datetime.combine(day, datetime.min.time(), zone).astimezone(UTC)
            ends = begins + timedelta(days=1)
        return audit_trail.Wanted(self.who, self.what, self.subject, begins, ends, behind)


Asked = Annotated[Wanted, Query()]


@router.get("/audit")
def audit_page(request: Request, desk: Here, agent: Supervising, wanted: Asked) -> Response:
    with desk.centre.database.writing() as session:
        found = audit_trail.newest(session, wanted.within(desk.settings.zone), PAGE + 1)
        sealed, _ = chain.end(session)
        _note(session, desk, agent.login, "audit.viewed", wanted)
    older = found[PAGE - 1].place.text if len(found) > PAGE else None
    return show(request, "audit.html", rows=found[:PAGE], older=older, wanted=wanted, sealed=sealed)


@router.get("/audit.csv")
def audit_file(request: Request, desk: Here, agent: Supervising, wanted: Asked) -> Response:
    texts = texts_of(request)
    with desk.centre.database.writing() as session:
        found = audit_trail.newest(session, wanted.within(desk.settings.zone), LONGEST_FILE)
        _note(session, desk, agent.login, "audit.exported", wanted)
    head = ["#", *(texts.get(f"column.{name}") for name in ("at", "who", "what", "subject", "detail"))]
    rows = [
        [str(line.number), line.at.isoformat(), line.who, line.what, line.subject, _detail(line)]
        for line in found
    ]
    return as_csv("audit", [Table(texts.get("menu.audit"), head, rows)])


def _note(session: Session, desk: Desk, who: str, what: str, wanted: Wanted) -> None:
    audit.note(session, desk.centre.clock(), who, what, "audit", wanted.filters)


def _detail(line: Told) -> str:
    return json.dumps(line.detail, ensure_ascii=False, sort_keys=True)


def _day(text: str) -> date | None:
    """None: no day, or nothing that is one within the reach of a calendar with zones."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None
