"""A kiosk and its key, for supervisors: they end its trust at once; an admin lets it, or its successor, in anew."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.desk.door import Here, Signed, admin_of
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.kiosks import registry
from crm.revisions import Moved
from crm.schema import Kiosk, Role
from crm.staff.logins import Agent

router = APIRouter(prefix="/kiosks/{kiosk_id}/key")

Mark = Annotated[str, Form(max_length=64)]


@router.get("")
def key_page(
    request: Request, desk: Here, agent: Signed, kiosk_id: str, said: Annotated[str, Query()] = ""
) -> Response:
    return _show(request, desk, agent, kiosk_id, said="revoked" if said == "revoked" else "")


@router.post("/revoke")
def revoke(
    request: Request,
    desk: Here,
    agent: Signed,
    kiosk_id: str,
    mark: Mark = "",
    typed: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """`typed`: the kiosk's id by hand, because a slip here closes a counter's payments."""
    if typed.strip().upper() != kiosk_id:
        return _show(request, desk, agent, kiosk_id, 422, fault="typed")
    try:
        with desk.centre.database.writing() as session:
            _as_seen(session, kiosk_id, mark)
            registry.revoke(session, kiosk_id, agent.login, desk.centre.clock())
    except Moved:
        return _show(request, desk, agent, kiosk_id, 409, fault="moved")
    return go(f"/desk/kiosks/{kiosk_id}/key?said=revoked")


@router.post("/code")
def issue(request: Request, desk: Here, agent: Signed, kiosk_id: str, mark: Mark = "") -> Response:
    """A one-time code, on this answer only."""
    admin_of(agent)
    now, lasts = desk.centre.clock(), desk.centre.settings.enrolment
    try:
        with desk.centre.database.writing() as session:
            _as_seen(session, kiosk_id, mark)
            code = registry.issue_code(session, kiosk_id, "", now, lasts, agent.login)
    except Moved:
        return _show(request, desk, agent, kiosk_id, 409, fault="moved")
    return _show(request, desk, agent, kiosk_id, code=code)


def _as_seen(session: Session, kiosk_id: str, mark: str) -> None:
    """Locked until the transaction ends. Raises Moved when somebody revoked or enrolled it since this page was drawn."""
    kiosk = session.get(Kiosk, kiosk_id, with_for_update=True)
    if kiosk is None:
        raise HTTPException(404)
    if registry.mark(session, kiosk) != mark:
        raise Moved(kiosk_id)


def _show(
    request: Request,
    desk: Desk,
    agent: Agent,
    kiosk_id: str,
    status: int = 200,
    fault: str = "",
    said: str = "",
    code: str = "",
) -> Response:
    if not agent.supervises:
        raise HTTPException(403)
    now = desk.centre.clock()
    with desk.centre.database.reading() as session:
        kiosk = session.get(Kiosk, kiosk_id)
        if kiosk is None:
            raise HTTPException(404)
        waiting, mark = registry.code_until(session, kiosk_id, now), registry.mark(session, kiosk)
    return show(
        request,
        "kiosk_key.html",
        status,
        kiosk=kiosk,
        key=registry.key_id(kiosk),
        mark=mark,
        waiting=waiting,
        may_issue=agent.role is Role.ADMIN,
        fault=fault,
        said=said,
        code=code,
    )
