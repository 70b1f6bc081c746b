"""The appointments of a day: who comes when, who came, who did not."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import joinedload
from starlette.responses import Response

from crm import audit
from crm.calendar import slots
from crm.desk.door import Here, Signed
from crm.desk.page import go, show
from crm.schema import Booking, BookingEvent
from crm.schema import BookingState as State
from crm.staff.claims import NotFound

router = APIRouter(prefix="/bookings")

#: What may be said of a booking, by what it is now.
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "arrive": ((State.BOOKED,), State.ARRIVED),
    "done": ((State.BOOKED, State.ARRIVED), State.DONE),
    "no_show": ((State.BOOKED,), State.NO_SHOW),
    "cancel": ((State.BOOKED,), State.CANCELLED),
}


@router.get("")
def bookings_page(
    request: Request,
    desk: Here,
    agent: Signed,
    day: Annotated[str, Query(max_length=10)] = "",
    service: Annotated[str, Query(max_length=16)] = "",
    said: Annotated[str, Query(max_length=16)] = "",
) -> Response:
    today = desk.centre.clock().astimezone(desk.settings.zone).date()
    chosen = _day(day) or today
    begins = datetime.combine(chosen, time(), desk.settings.zone)
    rows = select(Booking).where(Booking.begins >= begins, Booking.begins < begins + timedelta(days=1))
    if service in ("counter", "visit"):
        rows = rows.where(Booking.service == service)
    with desk.centre.database.reading() as session:
        loaded = joinedload(Booking.customer), joinedload(Booking.kiosk)
        found = session.scalars(rows.order_by(Booking.begins, Booking.id).options(*loaded)).all()
    return show(
        request,
        "bookings.html",
        rows=found,
        day=chosen,
        today=today,
        before=chosen - timedelta(days=1),
        after=chosen + timedelta(days=1),
        service=service,
        moves=MOVES,
        said=said if said in MOVES else "",
    )


@router.post("/{reference}")
def move_booking(
    desk: Here, agent: Signed, reference: str, act: Annotated[str, Form(max_length=16)]
) -> Response:
    """One step of a booking, if nobody was quicker."""
    if act not in MOVES:
        raise HTTPException(422)
    now, (before, after) = desk.centre.clock(), MOVES[act]
    with desk.centre.database.writing() as session:
        row = session.scalar(select(Booking).where(Booking.reference == reference))
        if row is None:
            raise NotFound(reference)
        still = update(Booking).where(Booking.id == row.id, Booking.state.in_(before))
        result = session.execute(still.values(state=after))
        assert isinstance(result, CursorResult)
        if result.rowcount != 1:
            raise HTTPException(409)
        if after is State.CANCELLED:
            slots.give_back(session, row.slot_id)
        session.add(BookingEvent(booking_id=row.id, at=now, who=agent.login, what=act))
        audit.note(session, now, agent.login, f"booking.{act}", reference)
        local = row.begins.astimezone(desk.settings.zone).date()
    return go(f"/desk/bookings?day={local.isoformat()}&said={act}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
