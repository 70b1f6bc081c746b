"""One's own password: whoever signed in with one that an admin handed out comes here first, and nowhere else."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from crm.desk.door import SESSION, Here, Signed
from crm.desk.page import go, show
from crm.staff.logins import LONGEST_PASSWORD, SHORTEST_PASSWORD

router = APIRouter(prefix="/password")

Typed = Annotated[str, Form(max_length=1000)]


@router.get("")
def password_page(request: Request, desk: Here, agent: Signed) -> Response:
    return _show(request, must=agent.must_choose)


@router.post("")
def choose(
    request: Request, desk: Here, agent: Signed, old: Typed = "", new: Typed = "", again: Typed = ""
) -> Response:
    """The other browsers of this person are signed out."""
    fault = _fault(old, new, again)
    if not fault and not desk.logins.choose(agent, old, new):
        fault = "old"
    if fault:
        return _show(request, 422, must=agent.must_choose, fault=fault)
    desk.sessions.close_others(request.cookies[SESSION], agent)
    return go("/desk/callbacks?said=password")


def _fault(old: str, new: str, again: str) -> str:
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        return "length"
    if new != again:
        return "again"
    return "same" if new == old else ""


def _show(request: Request, status: int = 200, *, must: bool, fault: str = "") -> Response:
    return show(request, "password.html", status, must=must, fault=fault, shortest=SHORTEST_PASSWORD)
