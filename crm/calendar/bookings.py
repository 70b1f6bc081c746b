"""An appointment, from the record to the day's list. A last place has one winner; whoever is later gets the next one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit, news
from crm.by_reference import wishes
from crm.calendar import slots
from crm.calendar.office import Service
from crm.customers.signing_in import who_visited
from crm.intake.bodies import BookingSaid
from crm.intake.refusals import Refusal
from crm.schema import Booking, BookingEvent, BookingState, Customer, Record


def take(session: Session, record: Record, said: BookingSaid, now: datetime) -> None:
    """Gives the place asked for or the next one that is free. Raises Refusal when nobody could be told."""
    if session.scalar(select(Booking.id).where(Booking.reference == said.reference)) is not None:
        raise Refusal("invalid: the reference belongs to another booking")
    customer = who_visited(session, record.kiosk_id, said.visit)
    phone = said.phone or (customer.phone if customer else "")
    if not phone:
        raise Refusal("invalid: no number to call")
    wanted = slots.Wanted(Service(said.service), said.window.begins, said.window.ends, said.place)
    seat = slots.seat(session, wanted, now)
    booking = _row(record, said, customer, phone, seat, now)
    what = "moved" if seat.moved else "confirmed"
    booking.events = [
        BookingEvent(at=record.occurred_at, who=record.kiosk_id, what="requested"),
        BookingEvent(at=now, who=audit.CENTRE, what=what, note=seat.moved),
    ]
    session.add(booking)
    news.tell(session, "bookings")
    audit.note(session, now, record.kiosk_id, "booking.received", said.reference, {"service": said.service})
    session.flush()
    wishes.settle_waiting(session, booking.reference, now)


def _row(
    record: Record, said: BookingSaid, customer: Customer | None, phone: str, seat: slots.Seat, now: datetime
) -> Booking:
    return Booking(
        id=record.id,
        reference=said.reference,
        kiosk_id=record.kiosk_id,
        customer_id=customer.id if customer else None,
        phone=phone,
        language=said.language,
        service=said.service,
        place=said.place,
        topic=said.topic,
        asked_from=said.window.begins,
        begins=seat.begins,
        ends=seat.ends,
        moved=seat.moved,
        slot_id=seat.slot,
        state=BookingState.BOOKED,
        requested_at=record.occurred_at,
        received_at=now,
        tz=record.tz,
        notice=said.notice,
        context=said.context,
    )
