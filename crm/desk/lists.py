"""Payments to look things up in. Newest first, one page after another by key, never by counting."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from starlette.responses import Response

from crm.desk.door import Here, Signed
from crm.desk.page import show
from crm.schema import Kiosk, Payment

router = APIRouter()

PAGE = 50


@router.get("/payments")
def payments_page(
    request: Request, desk: Here, agent: Signed, before: Annotated[UUID | None, Query()] = None
) -> Response:
    """A payment's id is a UUIDv7: its order is that of asking."""
    loaded = selectinload(Payment.lines)
    rows = select(Payment, Kiosk).join(Kiosk, Kiosk.id == Payment.kiosk_id).options(loaded)
    if before is not None:
        rows = rows.where(Payment.id < str(before))
    with desk.centre.database.reading() as session:
        found = session.execute(rows.order_by(Payment.id.desc()).limit(PAGE + 1)).all()
    older = found[PAGE - 1][0].id if len(found) > PAGE else None
    return show(request, "payments.html", rows=found[:PAGE], older=older, first=before is None)
