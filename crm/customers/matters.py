"""A customer's open matters: what was asked for at some kiosk and is not finished. Shown first at the next visit.

Only what the customer who has signed in needs to know it again: reference, kind, state, and the promised time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.callbacks.states import OPEN
from crm.schema import Booking, BookingState, Callback, Case, CaseKind, CaseState

#: Nobody has more open at a time than fit on a screen or two.
MOST = 20


@dataclass(frozen=True, slots=True)
class Matter:
    reference: str
    kind: str
    state: str
    opened_at: datetime
    window_from: datetime | None = None
    window_to: datetime | None = None


#: What a customer waits for; a letter to the manager and our own follow-ups are not among them.
TOLD = (CaseKind.COMPLAINT, CaseKind.APPLICATION)


def open_ones(session: Session, customer_id: int, now: datetime) -> list[Matter]:
    """The oldest first; an appointment until it is over."""
    calls = select(Callback).where(Callback.customer_id == customer_id, Callback.state.in_(OPEN))
    cases = select(Case).where(Case.customer_id == customer_id, Case.kind.in_(TOLD))
    waiting = cases.where(Case.state != CaseState.CLOSED).order_by(Case.opened_at).limit(MOST)
    found = [_callback(row) for row in session.scalars(calls.order_by(Callback.requested_at).limit(MOST))]
    found += [_case(row) for row in session.scalars(waiting)]
    booked = select(Booking).where(Booking.customer_id == customer_id, Booking.state == BookingState.BOOKED)
    ahead = booked.where(Booking.ends > now).order_by(Booking.begins).limit(MOST)
    found += [_booking(row) for row in session.scalars(ahead)]
    return sorted(found, key=lambda matter: matter.opened_at)[:MOST]


def _case(row: Case) -> Matter:
    return Matter(row.reference, row.kind.value, row.state.value, row.opened_at)


def _booking(row: Booking) -> Matter:
    return Matter(row.reference, "booking", row.state.value, row.requested_at, row.begins, row.ends)


def _callback(row: Callback) -> Matter:
    window = (None, None) if row.soonest else (row.window_from, row.window_to)
    return Matter(row.reference, "callback", row.state.value, row.requested_at, *window)
