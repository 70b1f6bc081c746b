"""A customer's request to be called back, from the record to the queue. What agents do is `crm/callbacks/work.py`.

The window is confirmed or moved here, by the calendar and its capacity. A request that repeats an open one of the same
number or address and topic stands beside it as MERGED: staff see one thing to do, and both references lead to it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit, news
from crm.by_reference import wishes
from crm.calendar import slots
from crm.calendar.office import Service
from crm.callbacks.dispatch import Weight, rank
from crm.callbacks.reach import reached_by
from crm.callbacks.states import OPEN
from crm.customers.signing_in import who_visited
from crm.intake.bodies import CallbackSaid
from crm.intake.refusals import Refusal
from crm.schema import Callback, CallbackEvent, CallbackState, Customer, Record


def take(session: Session, record: Record, said: CallbackSaid, now: datetime) -> None:
    """Puts the request into the queue under its original time. Raises Refusal when nobody could be called."""
    if session.scalar(select(Callback.id).where(Callback.reference == said.reference)) is not None:
        raise Refusal("invalid: the reference belongs to another request")
    customer = who_visited(session, record.kiosk_id, said.visit)
    callback = _row(record, said, customer, now)
    if not (callback.phone or callback.email):
        raise Refusal("invalid: no number to call")
    callback.events = [CallbackEvent(at=record.occurred_at, who=record.kiosk_id, what="requested")]
    earlier = open_request(session, callback.phone, callback.email, callback.topic)
    if earlier is not None:
        _merge(session, callback, earlier, now)
    else:
        _place(session, callback, customer, now)
    session.add(callback)
    news.tell(session, "callbacks")
    audit.note(session, now, record.kiosk_id, "callback.received", said.reference, {"topic": said.topic})
    session.flush()
    wishes.settle_waiting(session, callback.reference, now)


def open_request(session: Session, phone: str, email: str, topic: str) -> Callback | None:
    """What this number or address has asked about this topic and is not over: the oldest, if there are several."""
    own = reached_by(phone, email)
    mine = select(Callback).where(own, Callback.topic == topic, Callback.state.in_(OPEN))
    return session.scalars(mine.order_by(Callback.requested_at).limit(1)).first()


def _reply(said: CallbackSaid, phone: str) -> str:
    """As the customer wishes, as far as we were told where to."""
    if said.reply == "email":
        return "email" if said.email else "phone"
    return said.reply if phone or said.reply == "counter" else "email"


def _row(record: Record, said: CallbackSaid, customer: Customer | None, now: datetime) -> Callback:
    phone = said.phone or (customer.phone if customer else "")
    return Callback(
        id=record.id,
        reference=said.reference,
        kiosk_id=record.kiosk_id,
        visit=said.visit,
        customer_id=customer.id if customer else None,
        phone=phone,
        email=said.email.lower(),
        topic=said.topic,
        language=said.language,
        window_from=said.window.begins,
        window_to=said.window.ends,
        asked_from=said.window.begins,
        asked_to=said.window.ends,
        soonest=said.window.soonest,
        reply=_reply(said, phone),
        state=CallbackState.QUEUED,
        requested_at=record.occurred_at,
        received_at=now,
        tz=record.tz,
        notice=said.notice,
        promotional_consent=said.promotional_consent,
        context=said.context,
        trail=said.trail,
    )


def _place(session: Session, callback: Callback, customer: Customer | None, now: datetime) -> None:
    """A window with room: the one asked for, or the next one, and then the customer is told so."""
    begins, ends = callback.window_from, callback.window_to
    wanted = slots.Wanted(Service.CALLBACK, begins, ends, soonest=callback.soonest)
    seat = slots.seat(session, wanted, now)
    callback.window_from, callback.window_to = seat.begins, seat.ends
    callback.slot_id, callback.moved = seat.slot, seat.moved
    callback.rank_at = rank(seat.ends, Weight(callback.topic, customer.tier if customer else ""))
    if seat.slot is not None:
        what = "moved" if seat.moved else "confirmed"
        callback.events.append(CallbackEvent(at=now, who=audit.CENTRE, what=what, note=seat.moved))


def _merge(session: Session, callback: Callback, earlier: Callback, now: datetime) -> None:
    callback.state, callback.merged_into = CallbackState.MERGED, earlier.reference
    callback.rank_at = callback.window_to
    callback.events.append(CallbackEvent(at=now, who=audit.CENTRE, what="merged", note=earlier.reference))
    again = CallbackEvent(
        callback_id=earlier.id, at=callback.requested_at, who=callback.kiosk_id, what="asked_again",
        note=callback.reference,
    )  # fmt: skip
    session.add(again)
