"""Personal data of one case in full, for a reason: who holds the case asks, the reason is kept, the page is shown once.

Everything else at the desk is masked. The reason goes into the audit; what was typed beside it may hold personal data and
stays in the case's history.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm import audit
from crm.callbacks.work import is_holder
from crm.desk import case_view
from crm.desk.door import Here, Signed
from crm.desk.page import show
from crm.schema import Account, Callback, CallbackEvent
from crm.staff.claims import NotFound, NotHeld, holder_name
from crm.staff.logins import Agent

router = APIRouter(prefix="/callbacks/{reference}/reveal")

REASONS = ("call_dropped", "verify", "wrong_number", "complaint", "other")
#: These say nothing by themselves.
EXPLAINED = ("other",)
LONGEST_NOTE = 500


def may_reveal(row: Callback, agent: Agent) -> bool:
    """Whoever holds the case, and supervisors."""
    return is_holder(row, agent) or agent.supervises


@router.get("")
def ask_page(request: Request, desk: Here, agent: Signed, reference: str) -> Response:
    """Asks for the reason; nothing is revealed yet."""
    with desk.centre.database.reading() as session:
        row = case_view.find(session, reference)
    _must_be_allowed(row, agent, reference)
    return show(request, "reveal.html", row=row, reasons=REASONS, fault="", reason="", note="", shown=None)


@router.post("")
def reveal(
    request: Request,
    desk: Here,
    agent: Signed,
    reference: str,
    reason: Annotated[str, Form(max_length=32)] = "",
    note: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """The data, on this answer only: it is a page that no other address leads to."""
    now, note = desk.centre.clock(), note.strip()
    fault = _fault(reason, note)
    with desk.centre.database.writing() as session:
        row = case_view.find(session, reference)
        _must_be_allowed(row, agent, reference)
        assert row is not None
        shown = None if fault else _accounts(session, row)
        if shown is not None:
            told = {"callback_id": row.id, "at": now, "who": agent.login, "what": "revealed"}
            session.add(CallbackEvent(**told, note=note or reason))
            audit.note(session, now, agent.login, "personal.revealed", reference, {"reason": reason})
    status = 422 if fault else 200
    return show(
        request,
        "reveal.html",
        status,
        row=row,
        reasons=REASONS,
        fault=fault,
        reason=reason,
        note=note,
        shown=shown,
    )


def _must_be_allowed(row: Callback | None, agent: Agent, reference: str) -> None:
    if row is None:
        raise NotFound(reference)
    if not may_reveal(row, agent):
        raise NotHeld(reference, holder_name(row))


def _fault(reason: str, note: str) -> str:
    if reason not in REASONS:
        return "reveal.fault.reason"
    if len(note) > LONGEST_NOTE:
        return "fault.note_long"
    return "reveal.fault.note" if reason in EXPLAINED and not note else ""


def _accounts(session: Session, row: Callback) -> list[str]:
    mine = select(Account.number).where(Account.customer_id == row.customer_id)
    return list(session.scalars(mine.order_by(Account.number).limit(case_view.MOST_LINES)))
