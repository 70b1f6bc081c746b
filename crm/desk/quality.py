"""How good what one kiosk tells is, day by day, and what was set aside because its id is another record's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import select
from starlette.responses import Response

from crm.desk.door import Here, Signed
from crm.desk.page import go, show
from crm.intake import quarantine
from crm.kiosks import quality
from crm.masks import mask_email, mask_phone
from crm.schema import Kiosk, Quarantined
from crm.staff.logins import Agent

router = APIRouter(prefix="/kiosks/{kiosk_id}/quality")

#: How many days are shown, and how many records that were set aside.
DAYS, RECORDS = 14, 50
#: What of a body is shown, and how; nothing else of it leaves the centre.
PLAIN = ("reference", "outcome", "topic", "matter", "kind", "payment")
MASKED = {"phone": mask_phone, "email": mask_email}


@dataclass(frozen=True, slots=True)
class Aside:
    """A record that was set aside, and what of its body may be looked at."""

    record: Quarantined
    said: dict[str, str]


@router.get("")
def quality_page(request: Request, desk: Here, agent: Signed, kiosk_id: str, said: str = "") -> Response:
    _must_supervise(agent)
    with desk.centre.database.reading() as session:
        kiosk = session.get(Kiosk, kiosk_id)
        if kiosk is None:
            raise HTTPException(404)
        days = quality.days(session, kiosk_id, DAYS)
        mine = select(Quarantined).where(Quarantined.kiosk_id == kiosk_id)
        newest = mine.order_by(Quarantined.first_at.desc(), Quarantined.id.desc()).limit(RECORDS)
        aside = [Aside(each, shown(json.loads(each.body))) for each in session.scalars(newest)]
    return show(
        request,
        "quality.html",
        kiosk=kiosk,
        days=days,
        shares=quality.shares(days),
        aside=aside,
        unseen=sum(each.record.looked_at is None for each in aside),
        said="looked" if said == "looked" else "",
    )


@router.post("/looked")
def looked(desk: Here, agent: Signed, kiosk_id: str) -> Response:
    """Whoever says so has seen them all; the alert is over."""
    _must_supervise(agent)
    with desk.centre.database.writing() as session:
        if session.get(Kiosk, kiosk_id) is None:
            raise HTTPException(404)
        quarantine.release(session, kiosk_id, agent.login, desk.centre.clock())
    return go(f"/desk/kiosks/{kiosk_id}/quality?said=looked")


def shown(body: dict[str, Any]) -> dict[str, str]:
    """Masked, and only what is named here."""
    told = {name: str(body[name])[:64] for name in PLAIN if isinstance(body.get(name), str)}
    hidden = {name: mask(body[name]) for name, mask in MASKED.items() if isinstance(body.get(name), str)}
    return {name: text for name, text in {**told, **hidden}.items() if text}


def _must_supervise(agent: Agent) -> None:
    if not agent.supervises:
        raise HTTPException(403)
