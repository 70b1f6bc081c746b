"""What a customer wishes changed of something that has a reference: cancelled, or moved to another window.

Any kiosk may bring it, also one that has never heard of the request: a wish that comes before its request waits for it.
While nobody has it in hands the wish is carried out; once an agent has, it becomes a request to that agent.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit, news
from crm.calendar import slots
from crm.calendar.office import Service
from crm.callbacks.dispatch import Weight, rank
from crm.callbacks.states import HELD, WAITING
from crm.intake.bodies import CancellationSaid, RearrangementSaid
from crm.schema import Booking, BookingEvent, BookingState, Callback, CallbackEvent, Record, Wish
from crm.schema import CallbackState as State
from crm.staff.claims import compare_and_set

CANCEL, REARRANGE = "cancel", "rearrange"
#: What became of a wish.
CARRIED_OUT, ASKED, TOO_LATE = "carried_out", "asked", "too_late"


def take_cancellation(session: Session, record: Record, said: CancellationSaid, now: datetime) -> None:
    _take(session, record, Wish(kind=CANCEL, reference=said.reference), now)


def take_rearrangement(session: Session, record: Record, said: RearrangementSaid, now: datetime) -> None:
    wish = Wish(kind=REARRANGE, reference=said.reference)
    wish.window_from, wish.window_to = said.window.begins, said.window.ends
    _take(session, record, wish, now)


def settle_waiting(session: Session, reference: str, now: datetime) -> None:
    """The wishes that were here before their request."""
    waiting = select(Wish).where(Wish.reference == reference, Wish.done == "")
    for wish in session.scalars(waiting.order_by(Wish.asked_at, Wish.id)):
        _settle(session, wish, now)


def callback_of(session: Session, reference: str) -> Callback | None:
    """The callback that stands for this reference: the earlier one, where it was merged."""
    row = session.scalar(select(Callback).where(Callback.reference == reference))
    if row is not None and row.merged_into:
        return session.scalar(select(Callback).where(Callback.reference == row.merged_into))
    return row


def _take(session: Session, record: Record, wish: Wish, now: datetime) -> None:
    news.tell(session, "callbacks")
    news.tell(session, "bookings")
    wish.id, wish.kiosk_id, wish.asked_at, wish.done = record.id, record.kiosk_id, record.occurred_at, ""
    session.add(wish)
    audit.note(session, now, record.kiosk_id, f"case.{wish.kind}_asked", wish.reference)
    _settle(session, wish, now)


def _settle(session: Session, wish: Wish, now: datetime) -> None:
    callback = callback_of(session, wish.reference)
    if callback is not None:
        _settle_callback(session, wish, callback, now)
        return
    booking = session.scalar(select(Booking).where(Booking.reference == wish.reference))
    if booking is not None:
        _settle_booking(session, wish, booking, now)


# --- callbacks --------------------------------------------------------------------------------


def _settle_callback(session: Session, wish: Wish, row: Callback, now: datetime) -> None:
    if row.state in HELD:
        _note(session, wish, row, f"{wish.kind}_asked", ASKED)
    elif row.state not in WAITING:
        _note(session, wish, row, f"{wish.kind}_late", TOO_LATE)
    elif wish.kind == CANCEL:
        slots.give_back(session, row.slot_id)
        _change(session, wish, row, {"state": State.CANCELLED, "slot_id": None})
    else:
        slots.give_back(session, row.slot_id)
        _change(session, wish, row, _new_window(session, wish, row, now))


def _new_window(session: Session, wish: Wish, row: Callback, now: datetime) -> dict[str, Any]:
    assert wish.window_from is not None
    assert wish.window_to is not None
    seat = slots.seat(session, slots.Wanted(Service.CALLBACK, wish.window_from, wish.window_to), now)
    tier = row.customer.tier if row.customer else ""
    return {
        "state": State.SUPERVISOR if row.escalated else State.QUEUED,
        "window_from": seat.begins,
        "window_to": seat.ends,
        "asked_from": wish.window_from,
        "asked_to": wish.window_to,
        "soonest": False,
        "slot_id": seat.slot,
        "moved": seat.moved,
        "attempts": 0,
        "retry_at": None,
        "first_call_at": None,
        "rank_at": rank(seat.ends, Weight(row.topic, tier, row.escalated)),
    }


def _change(session: Session, wish: Wish, row: Callback, columns: dict[str, Any]) -> None:
    """Only if nobody claimed it in this moment; who did is asked instead."""
    changed = compare_and_set(session, row, columns)
    session.refresh(row)
    if changed:
        _note(session, wish, row, f"{wish.kind}_by_customer", CARRIED_OUT)
    else:
        _note(session, wish, row, f"{wish.kind}_asked", ASKED)


def _note(session: Session, wish: Wish, row: Callback, what: str, done: str) -> None:
    wish.done = done
    wanted = "" if wish.window_from is None else wish.window_from.isoformat(timespec="minutes")
    session.add(
        CallbackEvent(callback_id=row.id, at=wish.asked_at, who=wish.kiosk_id, what=what, note=wanted)
    )


# --- bookings ---------------------------------------------------------------------------------


def _settle_booking(session: Session, wish: Wish, row: Booking, now: datetime) -> None:
    if row.state is not BookingState.BOOKED or row.begins <= now:
        wish.done, what = TOO_LATE, f"{wish.kind}_late"
    elif wish.kind == CANCEL:
        slots.give_back(session, row.slot_id)
        row.state, row.slot_id = BookingState.CANCELLED, None
        wish.done, what = CARRIED_OUT, "cancel_by_customer"
    else:
        _move_booking(session, wish, row, now)
        wish.done, what = CARRIED_OUT, "rearrange_by_customer"
    session.add(BookingEvent(booking_id=row.id, at=wish.asked_at, who=wish.kiosk_id, what=what))


def _move_booking(session: Session, wish: Wish, row: Booking, now: datetime) -> None:
    assert wish.window_from is not None
    assert wish.window_to is not None
    slots.give_back(session, row.slot_id)
    wanted = slots.Wanted(Service(row.service), wish.window_from, wish.window_to, row.place)
    seat = slots.seat(session, wanted, now)
    row.asked_from, row.begins, row.ends = wish.window_from, seat.begins, seat.ends
    row.slot_id, row.moved = seat.slot, seat.moved
