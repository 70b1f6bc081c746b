"""One callback: claim, script, number, outcome. Every view is an audit line; every change goes through Claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, Response

from crm import audit
from crm.calendar import slots
from crm.callbacks.scripts import ANTI_FRAUD
from crm.callbacks.states import OVER
from crm.callbacks.work import StepsMissing, is_held, opens_at, why_not
from crm.desk import case_view
from crm.desk.door import Here, Signed
from crm.desk.frame import Desk
from crm.desk.page import go, show, texts_of
from crm.desk.promise import clock_of
from crm.desk.report import TOPICS, Entries, read_report
from crm.desk.texts import Texts
from crm.desk.visit_told import context_of, marks_of
from crm.schema import Callback
from crm.staff.claims import NotFound
from crm.staff.logins import Agent

router = APIRouter(prefix="/callbacks/{reference}")

NOTHING = Entries()
#: A request that took longer to arrive was made while the kiosk had no line.
LATE = timedelta(minutes=2)


@router.get("")
def case_page(request: Request, desk: Here, agent: Signed, reference: str, said: str = "") -> Response:
    return _show(request, desk, agent, reference, said=said if said == "ticked" else "")


@router.post("/claim")
def claim(desk: Here, agent: Signed, reference: str) -> Response:
    desk.claims.claim(reference, agent)
    return go(f"/desk/callbacks/{reference}")


@router.post("/release")
def release(desk: Here, agent: Signed, reference: str) -> Response:
    desk.claims.release(reference, agent)
    return go("/desk/callbacks?said=released")


@router.post("/number")
def number(
    request: Request,
    desk: Here,
    agent: Signed,
    reference: str,
    step: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """The anti-fraud steps ticked, the number unfolds."""
    desk.claims.tick(reference, agent, [name for name in step or () if name in ANTI_FRAUD])
    try:
        desk.claims.dial(reference, agent)
    except StepsMissing:
        return _show(request, desk, agent, reference, 422, fault="fault.steps_missing")
    return go(f"/desk/callbacks/{reference}")


@router.post("/steps")
def steps(
    desk: Here, agent: Signed, reference: str, step: Annotated[list[str] | None, Form()] = None
) -> Response:
    desk.claims.tick(reference, agent, step or ())
    return go(f"/desk/callbacks/{reference}?said=ticked")


@router.post("/outcome")
def outcome(
    request: Request, desk: Here, agent: Signed, reference: str, entries: Annotated[Entries, Form()]
) -> Response:
    report, faults = read_report(entries, desk.centre.clock(), desk.settings.zone)
    if report is None:
        return _show(request, desk, agent, reference, 422, entries=entries, faults=faults)
    try:
        desk.claims.finish(reference, agent, report)
    except slots.Full:
        full = {"window": "fault.window_full"}
        return _show(request, desk, agent, reference, 422, entries=entries, faults=full)
    return go(f"/desk/callbacks?said={report.outcome.value}")


@router.post("/keep")
def keep(desk: Here, agent: Signed, reference: str) -> Response:
    """A sign of life from an open page (static/desk.js): 409 when the claim is lost."""
    kept = desk.claims.renew(reference, agent)
    return JSONResponse({"kept": kept}, 200 if kept else 409)


def _step_words(desk: Desk, texts: Texts, case: case_view.CaseView) -> Callable[[str], str]:
    """What a step says: as a supervisor wrote it, else as the catalogue has it, for the way the answer goes."""
    fields = {"reference": case.row.reference, "calls_from": desk.settings.calls_from}

    def words(name: str) -> str:
        told = {step.name: step.texts for step in case.script.steps}.get(name) or case.written.get(name)
        if told:
            return texts.of(told)
        own = f"script.{name}.{case.row.reply}"
        return texts.get(own if own in texts.catalogue else f"script.{name}", **fields)

    return words


def _subject(desk: Desk, row: Callback) -> str:
    """What an e-mail is about, in its reader's language; the case number first, as the kiosk has promised."""
    theirs = desk.language(row.language)
    return theirs.get("mail.subject", reference=row.reference, topic=theirs.word("topic", row.topic))


def _show(
    request: Request,
    desk: Desk,
    agent: Agent,
    reference: str,
    status: int = 200,
    *,
    said: str = "",
    fault: str = "",
    entries: Entries = NOTHING,
    faults: dict[str, str] | None = None,
) -> Response:
    now, texts = desk.centre.clock(), texts_of(request)
    desk.claims.renew(reference, agent)
    with desk.centre.database.writing() as session:
        row = case_view.find(session, reference)
        if row is None:
            raise NotFound(reference)
        seen = {"data": "full" if case_view.is_unfolded(row, agent) else "masked"}
        audit.note(session, now, agent.login, "callback.viewed", reference, seen)
        session.flush()
        case = case_view.view(session, row, agent)
    return show(
        request,
        "case.html",
        status,
        case=case,
        row=row,
        clock=clock_of(row, now, texts),
        against=None if case.holds else why_not(row, agent, now),
        is_over=row.state in OVER,
        queues=TOPICS,
        is_held=is_held(row, now),
        opens_at=opens_at(row),
        marks=marks_of(row),
        context=context_of(row, texts),
        today=texts.local(now).date(),
        came_late=row.received_at - row.requested_at >= LATE,
        anti_fraud=ANTI_FRAUD,
        steps=[step.name for step in case.script.steps],
        step_words=_step_words(desk, texts, case),
        subject=_subject(desk, row),
        said=said,
        fault=fault,
        entries=entries,
        faults=faults or {},
    )
