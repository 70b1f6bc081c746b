"""A customer's request to be called back, from the record to the queue. What agents do with it is `crm/callbacks.py`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.bodies import CallbackSaid
from crm.customers import who_visited
from crm.refusals import Refusal
from crm.schema import Callback, CallbackEvent, CallbackState, Record


def take(session: Session, record: Record, said: CallbackSaid, now: datetime) -> None:
    """Puts the request into the queue under its original time. Raises Refusal when nobody could be called."""
    if session.scalar(select(Callback.id).where(Callback.reference == said.reference)) is not None:
        raise Refusal("invalid: the reference belongs to another request")
    customer = who_visited(session, record.kiosk_id, said.visit)
    phone = said.phone or (customer.phone if customer else "")
    if not phone:
        raise Refusal("invalid: no number to call")
    callback = Callback(
        id=record.id,
        reference=said.reference,
        kiosk_id=record.kiosk_id,
        visit=said.visit,
        customer_id=customer.id if customer else None,
        phone=phone,
        topic=said.topic,
        language=said.language,
        window_from=said.window.begins,
        window_to=said.window.ends,
        soonest=said.window.soonest,
        state=CallbackState.QUEUED,
        requested_at=record.occurred_at,
        received_at=now,
        tz=record.tz,
        notice=said.notice,
        promotional_consent=said.promotional_consent,
        context=said.context,
        trail=said.trail,
    )
    callback.events = [CallbackEvent(at=record.occurred_at, who=record.kiosk_id, what="requested")]
    session.add(callback)
    audit.note(session, now, record.kiosk_id, "callback.received", said.reference, {"topic": said.topic})
