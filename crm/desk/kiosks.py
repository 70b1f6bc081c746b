"""The kiosks: how each was heard last, its service, devices, queue and versions; and the alerts, each with its owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from crm.desk.door import Here, Signed
from crm.desk.page import show
from crm.figures import thresholds
from crm.kiosks import fleet
from crm.schema import Alert, DeviceState, Kiosk, KioskHealth

router = APIRouter()

#: How many alerts that are over are shown.
RECENT = 20
LIGHTS = {"green": "success", "yellow": "attention", "red": "danger", "none": "plain"}
#: Who must act, as kiosks say it (tests/contract/faults.json).
OWNERS = ("customer", "site_staff", "technician", "it", "vendor")
DEVICES = {"online": "success", "not_fitted": "plain", "starting": "info"}


@dataclass(frozen=True, slots=True)
class Line:
    """One kiosk. `health` None: it never told; that is not the same as being well."""

    kiosk: Kiosk
    light: str
    health: KioskHealth | None
    devices: Sequence[DeviceState]


@router.get("/kiosks")
def kiosks_page(request: Request, desk: Here, agent: Signed, owner: str = "") -> Response:
    """`owner`: whose alerts are shown; another word than theirs shows all."""
    whose = (Alert.owner == owner,) if owner in OWNERS else ()
    now = desk.centre.clock()
    with desk.centre.database.writing() as session:
        fleet.sweep(session, now)
    with desk.centre.database.reading() as session:
        limits = thresholds.read(session)
        lines = _lines(session, limits, now)
        alerts = select(Alert).where(*whose)
        newest = alerts.order_by(Alert.opened_at.desc(), Alert.id.desc())
        opened = session.scalars(newest.where(Alert.closed_at.is_(None))).all()
        over = session.scalars(
            alerts.where(Alert.closed_at.is_not(None)).order_by(Alert.closed_at.desc()).limit(RECENT)
        ).all()
    return show(
        request,
        "kiosks.html",
        lines=lines,
        lights=LIGHTS,
        devices=DEVICES,
        limits=limits,
        opened=opened,
        over=over,
        owners=OWNERS,
        owner=owner if whose else "",
    )


def _lines(session: Session, limits: dict[str, int], now: datetime) -> list[Line]:
    told = {health.kiosk_id: health for health in session.scalars(select(KioskHealth))}
    devices: dict[str, list[DeviceState]] = defaultdict(list)
    for state in session.scalars(select(DeviceState).order_by(DeviceState.device)):
        devices[state.kiosk_id].append(state)
    return [
        Line(kiosk, fleet.silence(kiosk, limits, now), told.get(kiosk.id), devices[kiosk.id])
        for kiosk in session.scalars(select(Kiosk).order_by(Kiosk.id))
    ]
