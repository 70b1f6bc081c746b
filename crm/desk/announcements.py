"""Announcements at the desk, for supervisors: what the kiosks tell everybody, in every language, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from sqlalchemy import select
from starlette.responses import Response

from crm.announcements import board
from crm.announcements.board import LANGUAGES, LONGEST, Draft, one_line
from crm.calendar.office import HOUSE
from crm.desk.door import Here, Supervising
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.revisions import Moved
from crm.schema import Announcement, Severity, Site

router = APIRouter(prefix="/announcements")

#: What the texts are called in the form, in the order of LANGUAGES.
FIELDS = ("zh_hant", "en", "zh_hans")
SAID = ("written", "changed", "withdrawn")
#: What a new one begins with: from the next full hour on, for a day.
USUAL_STAY = timedelta(days=1)

Text = Annotated[str, Form(max_length=2000)]
Word = Annotated[str, Form(max_length=32)]
Revision = Annotated[int, Form(ge=0)]
Sites = Annotated[list[str] | None, Form()]


@dataclass(frozen=True, slots=True)
class Entries:
    """The form's fields as they came; `begins` and `ends` are local, as `datetime-local` writes them."""

    severity: str = Severity.INFO.value
    texts: dict[str, str] = field(default_factory=dict)
    begins: str = ""
    ends: str = ""
    sites: Sequence[str] = ()

    def draft(self, zone: ZoneInfo) -> Draft:
        """Raises ValueError: which part is wrong."""
        texts = {language: one_line(words) for language, words in self.texts.items()}
        begins, ends = (_moment(typed, zone) for typed in (self.begins, self.ends))
        return Draft(self.severity, texts, begins, ends, self.sites)

    @classmethod
    def of(cls, row: Announcement, zone: ZoneInfo) -> Entries:
        begins, ends = (_typed(moment, zone) for moment in (row.begins, row.ends))
        return cls(row.severity.value, dict(row.texts), begins, ends, list(row.sites))

    @classmethod
    def new(cls, now: datetime, zone: ZoneInfo) -> Entries:
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return cls(begins=_typed(hour, zone), ends=_typed(hour + USUAL_STAY, zone))


def _entered(
    severity: Word = "",
    zh_hant: Text = "",
    en: Text = "",
    zh_hans: Text = "",
    begins: Word = "",
    ends: Word = "",
    site: Sites = None,
) -> Entries:
    """What stands in the form."""
    return Entries(severity, _texts(zh_hant, en, zh_hans), begins, ends, site or ())


Entered = Annotated[Entries, Depends(_entered)]


@router.get("")
def announcements_page(
    request: Request, desk: Here, agent: Supervising, said: Annotated[str, Query()] = ""
) -> Response:
    now = desk.centre.clock()
    with desk.centre.database.reading() as session:
        rows, over = board.current(session, now), board.over(session, now)
    told = said if said in SAID else ""
    return show(request, "announcements.html", rows=rows, over=over, said=told)


@router.get("/new")
def new_page(request: Request, desk: Here, agent: Supervising) -> Response:
    return _form(request, desk, None, Entries.new(desk.centre.clock(), desk.settings.zone))


@router.post("/new")
def write(
    request: Request,
    desk: Here,
    agent: Supervising,
    entries: Entered,
) -> Response:
    try:
        draft = entries.draft(desk.settings.zone)
        with desk.centre.database.writing() as session:
            board.write(session, draft, agent.login, desk.centre.clock())
    except ValueError as wrong:
        return _form(request, desk, None, entries, 422, str(wrong))
    return go("/desk/announcements?said=written")


@router.get("/{id}")
def announcement_page(request: Request, desk: Here, agent: Supervising, id: int) -> Response:
    row = _find(desk, id)
    return _form(request, desk, row, Entries.of(row, desk.settings.zone))


@router.post("/{id}")
def change(
    request: Request,
    desk: Here,
    agent: Supervising,
    id: int,
    entries: Entered,
    revision: Revision = 0,
) -> Response:
    row = _find(desk, id)
    try:
        draft = entries.draft(desk.settings.zone)
        with desk.centre.database.writing() as session:
            board.rewrite(session, id, revision, draft, agent.login, desk.centre.clock())
    except Moved:
        return _form(request, desk, _find(desk, id), entries, 409, "moved")
    except ValueError as wrong:
        return _form(request, desk, row, entries, 422, str(wrong))
    return go("/desk/announcements?said=changed")


@router.post("/{id}/withdraw")
def withdraw(request: Request, desk: Here, agent: Supervising, id: int, revision: Revision = 0) -> Response:
    _find(desk, id)
    try:
        with desk.centre.database.writing() as session:
            board.withdraw(session, id, revision, agent.login, desk.centre.clock())
    except Moved:
        row = _find(desk, id)
        return _form(request, desk, row, Entries.of(row, desk.settings.zone), 409, "moved")
    return go("/desk/announcements?said=withdrawn")


# --- parts ------------------------------------------------------------------------------------


def _texts(*typed: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, typed, strict=True))


def _find(desk: Desk, id: int) -> Announcement:
    with desk.centre.database.reading() as session:
        try:
            return board.find(session, id)
        except board.NoSuch as none:
            raise HTTPException(404) from none


def _form(
    request: Request,
    desk: Desk,
    row: Announcement | None,
    entries: Entries,
    status: int = 200,
    fault: str = "",
) -> Response:
    with desk.centre.database.reading() as session:
        history = board.changes(session, row.id) if row else ()
        sites = session.scalars(select(Site).where(Site.name != HOUSE).order_by(Site.name)).all()
    return show(
        request, "announcement.html", status, row=row, entries=entries, fault=fault, history=history, sites=sites,
        severities=list(Severity), longest=LONGEST, fields=dict(zip(FIELDS, LANGUAGES, strict=True)),
    )  # fmt: skip


def _moment(typed: str, zone: ZoneInfo) -> datetime:
    """Raises ValueError (`moments`)."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("moments") from None


def _typed(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"
