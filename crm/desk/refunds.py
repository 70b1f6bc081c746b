"""One payment at the desk, and its money on the way back: proposed, approved by another, paid out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from crm.billing import refunds
from crm.billing.refunds import NotNow, RefundWork
from crm.cases import unsettled
from crm.desk.door import Here, Signed
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.schema import CaseKind
from crm.staff.logins import Agent

router = APIRouter(prefix="/payments")

SAID = ("proposed", "approved", "refused", "paid_out")
TONES = {
    "granted": "info",
    "doubted": "danger",
    "due": "attention",
    "proposed": "attention",
    "approved": "info",
    "paid_out": "success",
    "reversed": "success",
}


@router.get("/refunds/")
def refunds_page(request: Request, desk: Here, agent: Signed) -> Response:
    """All that is not given back yet."""
    with desk.centre.database.reading() as session:
        rows = refunds.waiting(session)
    return show(request, "refunds.html", rows=rows, tones=TONES)


@router.get("/one/{payment}")
def payment_page(request: Request, desk: Here, agent: Signed, payment: UUID, said: str = "") -> Response:
    return _show(request, desk, agent, str(payment), said=said if said in SAID else "")


@router.post("/one/{payment}/propose")
def propose(
    request: Request, desk: Here, agent: Signed, payment: UUID, checked: Annotated[bool, Form()] = False
) -> Response:
    try:
        RefundWork(desk.centre).propose(str(payment), agent, checked)
    except NotNow as no:
        return _show(request, desk, agent, str(payment), 409, fault=no.why)
    return go(f"/desk/payments/one/{payment}?said=proposed")


@router.post("/one/{payment}/approve")
def approve(
    request: Request,
    desk: Here,
    agent: Signed,
    payment: UUID,
    minor: Annotated[int, Form(ge=0)],
    yes: Annotated[bool, Form()],
) -> Response:
    """The second person."""
    if not agent.supervises:
        raise HTTPException(403)
    try:
        RefundWork(desk.centre).approve(str(payment), agent, yes, minor)
    except NotNow as no:
        return _show(request, desk, agent, str(payment), 409, fault=no.why)
    return go(f"/desk/payments/one/{payment}?said={'approved' if yes else 'refused'}")


@router.post("/one/{payment}/pay-out")
def pay_out(
    request: Request,
    desk: Here,
    agent: Signed,
    payment: UUID,
    reference: Annotated[str, Form(max_length=200)] = "",
    day: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    try:
        today = desk.today().begins.date()
        RefundWork(desk.centre).pay_out(str(payment), agent, reference.strip(), _day(day), today)
    except NotNow as no:
        return _show(request, desk, agent, str(payment), 422, fault=no.why)
    return go(f"/desk/payments/one/{payment}?said=paid_out")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotNow("day") from None


def _show(
    request: Request,
    desk: Desk,
    agent: Agent,
    payment: str,
    status: int = 200,
    *,
    said: str = "",
    fault: str = "",
) -> Response:
    now = desk.centre.clock()
    with desk.centre.database.reading() as session:
        row = refunds.find(session, payment)
        refund = refunds.of_payment(session, payment)
        case = unsettled.find(session, CaseKind.REFUND, row.reference)
        owed: list[dict[str, Any]] = list(case.body.get("lines", ())) if case else []
        given: dict[str, Any] = {"row": row, "lines": list(row.lines), "refund": refund, "case": case}
    against = refunds.why_not(row, refund, now)
    return show(
        request,
        "payment.html",
        status,
        **given,
        owed=owed,
        tones=TONES,
        against=against,
        needs_check=refunds.needs_check(refund),
        may_approve=agent.supervises
        and refund is not None
        and refund.state.value == "proposed"
        and refund.proposed_by != agent.login,
        today=desk.today().begins.date(),
        said=said,
        fault=fault,
    )
