"""Cases at the desk: lists (work, mailbox), one case with its steps, alerts, ratings. Changes go through CaseWork."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlalchemy import select
from starlette.responses import JSONResponse, Response

from crm import audit
from crm.cases import listing
from crm.cases.kinds import COMPENSATION_LIMIT, FOLLOW_UP_DAYS, Resolution, Way, visible_kinds
from crm.cases.listing import Filter, Group
from crm.cases.work import NotNow, find
from crm.desk import case_page
from crm.desk.case_forms import CloseEntries, StepEntries, read_plan, read_settlement
from crm.desk.door import Here, Signed
from crm.desk.frame import Desk
from crm.desk.page import go, show, texts_of
from crm.schema import CaseKind, Staff
from crm.staff.logins import Agent

router = APIRouter()

#: What everybody works off; the mailbox and the suggestions are apart.
WORK = tuple(kind for kind in CaseKind if kind not in (CaseKind.LETTER, CaseKind.SUGGESTION))
#: What a list may say on top after something was done.
SAID = ("released", "closed")
#: A page that nobody watches is fetched anew after so many seconds: an alert is told within a minute.
REFRESH = 30


@router.get("/cases")
def cases_page(
    request: Request,
    desk: Here,
    agent: Signed,
    kind: Annotated[str, Query(max_length=32)] = "",
    group: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    said: Annotated[str, Query(max_length=32)] = "",
) -> Response:
    kinds = (CaseKind(kind),) if kind in set(WORK) else WORK
    return _list(request, desk, agent, "cases", kinds, group, page, said)


@router.get("/mailbox")
def mailbox_page(
    request: Request,
    desk: Here,
    agent: Signed,
    group: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    said: Annotated[str, Query(max_length=32)] = "",
) -> Response:
    """The manager's own: for agents there is no such page."""
    _supervisors_only(agent, 404)
    return _list(request, desk, agent, "mailbox", (CaseKind.LETTER,), group, page, said)


@router.get("/feedback")
def feedback_page(request: Request, desk: Here, agent: Signed) -> Response:
    """Ratings of the last 30 days, and suggestions."""
    _supervisors_only(agent, 403)
    day = desk.today()
    with desk.centre.database.reading() as session:
        given: dict[str, Any] = {
            "scores": listing.scores(session, day.now - timedelta(days=30)),
            "ratings": listing.ratings(session),
            "rows": listing.page_of(session, Filter((CaseKind.SUGGESTION,)), agent, day, 1),
        }
    return show(request, "feedback.html", **given)


@router.get("/alerts")
def alerts_page(request: Request, desk: Here, agent: Signed) -> Response:
    """What a supervisor has to look at now; fetched anew by itself."""
    _supervisors_only(agent, 403)
    with desk.centre.database.reading() as session:
        rows = listing.alerts(session)
    answer = show(request, "alerts.html", rows=rows)
    answer.headers["Refresh"] = str(REFRESH)
    return answer


@router.get("/alerts/count")
def alerts_count(desk: Here, agent: Signed) -> Response:
    """For the number in the menu (static/desk.js)."""
    _supervisors_only(agent, 403)
    with desk.centre.database.reading() as session:
        return JSONResponse({"alerts": listing.count(session, listing.alerting())})


@router.get("/cases/{case}")
def case_page_(request: Request, desk: Here, agent: Signed, case: int, said: str = "") -> Response:
    return _show(request, desk, agent, case, said=said if said in ("noted", "stepped", "approved") else "")


@router.post("/cases/{case}/claim")
def claim(desk: Here, agent: Signed, case: int) -> Response:
    desk.cases.claim(case, agent)
    return go(f"/desk/cases/{case}")


@router.post("/cases/{case}/release")
def release(desk: Here, agent: Signed, case: int) -> Response:
    desk.cases.release(case, agent)
    return go("/desk/cases?said=released")


@router.post("/cases/{case}/keep")
def keep(desk: Here, agent: Signed, case: int) -> Response:
    kept = desk.cases.renew(case, agent)
    return JSONResponse({"kept": kept}, 200 if kept else 409)


@router.post("/cases/{case}/note")
def note(desk: Here, agent: Signed, case: int, text: Annotated[str, Form(max_length=2000)] = "") -> Response:
    if text.strip():
        desk.cases.note(case, agent, text.strip())
    return go(f"/desk/cases/{case}?said=noted")


@router.post("/cases/{case}/step")
def step(
    request: Request, desk: Here, agent: Signed, case: int, entries: Annotated[StepEntries, Form()]
) -> Response:
    """One step done; the fourth and fifth of a complaint say more."""
    try:
        _do_step(desk, agent, case, entries)
    except NotNow as no:
        return _show(request, desk, agent, case, 422, fault=no.why, entries=entries)
    return go(f"/desk/cases/{case}?said=stepped")


def _do_step(desk: Desk, agent: Agent, case: int, entries: StepEntries) -> None:
    match entries.step:
        case "compensation":
            desk.cases.settle(case, agent, read_settlement(entries))
        case "follow_up":
            desk.cases.plan(case, agent, read_plan(entries), entries.note.strip())
        case other:
            desk.cases.step(case, agent, other, entries.note.strip())


@router.post("/cases/{case}/approve")
def approve(
    request: Request,
    desk: Here,
    agent: Signed,
    case: int,
    minor: Annotated[int, Form(ge=0)],
    yes: Annotated[bool, Form()],
) -> Response:
    """The second person."""
    _supervisors_only(agent, 403)
    try:
        desk.cases.approve(case, agent, yes, minor)
    except NotNow as no:
        return _show(request, desk, agent, case, 409, fault=no.why)
    return go(f"/desk/cases/{case}?said=approved")


@router.post("/cases/{case}/seen")
def seen(desk: Here, agent: Signed, case: int) -> Response:
    desk.cases.see(case, agent)
    return go(f"/desk/cases/{case}")


@router.post("/cases/{case}/transfer")
def transfer(
    request: Request,
    desk: Here,
    agent: Signed,
    case: int,
    login: Annotated[str, Form(max_length=64)] = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    try:
        desk.cases.transfer(case, agent, login, note.strip())
    except NotNow as no:
        return _show(request, desk, agent, case, 422, fault=no.why)
    return go(f"/desk/cases/{case}")


@router.post("/cases/{case}/close")
def close(
    request: Request, desk: Here, agent: Signed, case: int, entries: Annotated[CloseEntries, Form()]
) -> Response:
    try:
        desk.cases.close(case, agent, entries.outcome, entries.note.strip())
    except NotNow as no:
        return _show(request, desk, agent, case, 422, fault=no.why)
    return go("/desk/cases?said=closed")


def _supervisors_only(agent: Agent, otherwise: int) -> None:
    if not agent.supervises:
        raise HTTPException(otherwise)


def _list(
    request: Request,
    desk: Desk,
    agent: Agent,
    place: str,
    kinds: tuple[CaseKind, ...],
    group: str,
    page: int,
    said: str,
) -> Response:
    wanted = Filter(kinds, Group(group) if group in set(Group) else Group.OPEN)
    day = desk.today()
    every = WORK if place == "cases" else kinds
    with desk.centre.database.reading() as session:
        groups = listing.by_group(session, wanted, agent, day)
        given: dict[str, Any] = {
            "groups": groups,
            "kinds": listing.by_kind(session, agent, day, every),
            "rows": listing.page_of(session, wanted, agent, day, page),
        }
    return show(
        request,
        "cases.html",
        **given,
        place=place,
        wanted=wanted,
        page=page,
        pages=max(1, -(-groups[wanted.group] // listing.PAGE)),
        said=said if said in SAID else "",
    )


def _show(
    request: Request,
    desk: Desk,
    agent: Agent,
    case: int,
    status: int = 200,
    *,
    said: str = "",
    fault: str = "",
    entries: StepEntries | None = None,
) -> Response:
    """Every look is an audit line, and a sign of life where the agent holds it."""
    now, texts = desk.centre.clock(), texts_of(request)
    desk.cases.renew(case, agent)
    with desk.centre.database.writing() as session:
        row = find(session, case, agent)
        view = case_page.view(session, row, agent, now)
        seen = {"data": "full" if view.holds else "masked"}
        audit.note(session, now, agent.login, f"{row.kind.value}.viewed", row.reference, seen)
        colleagues = session.scalars(
            select(Staff).where(Staff.active, Staff.id != agent.id).order_by(Staff.login)
        )
        able = [each for each in colleagues if row.kind in visible_kinds(Agent.of(each))]
    return show(
        request,
        "matter.html",
        status,
        row=row,
        view=view,
        told=case_page.told(row, texts),
        colleagues=able,
        resolutions=tuple(Resolution),
        ways=tuple(Way),
        limit=COMPENSATION_LIMIT,
        standard_days=FOLLOW_UP_DAYS,
        said=said,
        fault=fault,
        entries=entries or StepEntries(),
    )
