"""How anything with a reference stands, in what its holder may know: status, window, tries, result. No name, no number.

The reference on the paper is all that a customer shows for it, so nothing here says whose it is, and what is unknown has
one answer. Each kind has one function; `KINDS` asks them in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm.by_reference.wishes import callback_of
from crm.callbacks.states import HELD, WAITING
from crm.schema import (
    Booking,
    BookingState,
    Callback,
    CallbackEvent,
    Case,
    CaseKind,
    CaseMiss,
    CaseState,
    LineState,
    Outcome,
    Payment,
    Refund,
    RefundState,
)
from crm.schema import CallbackState as State

#: What may still be changed: by the customer, only by asking the agent, not at all.
NOW, ASK, NO = "now", "ask", "no"
#: What ended a callback, as its customer may hear it.
RESULTS = {each: each for each in ("resolved", "sent", "bounced", "wrong_number", "unreachable")}
#: How long one call takes, where there is nothing to measure it by.
USUAL_PACE = timedelta(minutes=6)
PACE_OF = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """`reference` is the one that counts: of a merged request, the earlier one's. `topic` and `site` of an appointment
    are what it is for and the counter; `reply` of a callback is how its customer wants to hear from us."""

    kind: str
    reference: str
    status: str
    topic: str = ""
    site: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    moved: str = ""
    attempts: int = 0
    last_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None
    result: str = ""
    place: int | None = None
    expected_at: datetime | None = None
    minor: int | None = None
    currency: str = ""
    can: str = NO
    reply: str = ""


class TooMany(Exception):
    """This kiosk has asked for too many references that do not exist."""

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("too many references that do not exist")
        self.retry_after = retry_after


def must_not_guess(session: Session, kiosk: str, now: datetime, most: int, within: timedelta) -> None:
    """Raises TooMany."""
    session.execute(delete(CaseMiss).where(CaseMiss.kiosk_id == kiosk, CaseMiss.at <= now - within))
    missed = select(func.count(), func.min(CaseMiss.at)).where(CaseMiss.kiosk_id == kiosk)
    count, first = session.execute(missed).one()
    if count >= most:
        raise TooMany(first + within - now)


def missed(session: Session, kiosk: str, now: datetime) -> None:
    session.add(CaseMiss(kiosk_id=kiosk, at=now))


def find(session: Session, reference: str, now: datetime) -> Standing | None:
    return next((found for look in KINDS if (found := look(session, reference, now))), None)


# --- callbacks --------------------------------------------------------------------------------


def of_callback(session: Session, reference: str, now: datetime) -> Standing | None:
    row = callback_of(session, reference)
    return None if row is None else tell_callback(session, row, now)


def tell_callback(session: Session, row: Callback, now: datetime) -> Standing:
    waits = row.state is State.QUEUED
    place = _place(session, row) if waits else None
    return Standing(
        "callback",
        row.reference,
        _status(row),
        topic=row.topic,
        reply=row.reply,
        begins=row.window_from,
        ends=row.window_to,
        moved=row.moved,
        attempts=row.attempts,
        last_attempt_at=_last_attempt(session, row),
        next_attempt_at=row.retry_at if row.state is State.RETRY else None,
        result=RESULTS.get(row.outcome, ""),
        place=place,
        expected_at=None if place is None else _expected(session, row, place, now),
        can=NOW if row.state in WAITING else ASK if row.state in HELD else NO,
    )


def _status(row: Callback) -> str:
    match row.state:
        case State.QUEUED:
            return "moved" if row.moved else "confirmed"
        case State.CLAIMED | State.DIALLING:
            return "in_hands"
        case State.SUPERVISOR:
            return "looked_at"
        case state:
            return state.value


def _last_attempt(session: Session, row: Callback) -> datetime | None:
    dials = select(func.max(CallbackEvent.at)).where(CallbackEvent.callback_id == row.id)
    return session.scalar(dials.where(CallbackEvent.what == "dial"))


def _place(session: Session, row: Callback) -> int:
    before = select(func.count()).where(
        Callback.state.in_((State.QUEUED, State.RETRY)), Callback.rank_at < row.rank_at
    )
    return 1 + (session.scalar(before) or 0)


def _expected(session: Session, row: Callback, place: int, now: datetime) -> datetime:
    """When it is likely to be its turn, never before its window begins."""
    return max(row.window_from, now + place * _pace(session, now))


def _pace(session: Session, now: datetime) -> timedelta:
    """The time between two finished calls of late."""
    since = now - timedelta(hours=2)
    recent = select(Callback.done_at).where(Callback.done_at > since).order_by(Callback.done_at.desc())
    ends = session.scalars(recent.limit(PACE_OF)).all()
    if len(ends) < PACE_OF or ends[-1] is None:
        return USUAL_PACE
    return min(USUAL_PACE, (now - ends[-1]) / PACE_OF)


# --- bookings, payments, proofs ---------------------------------------------------------------


def of_booking(session: Session, reference: str, now: datetime) -> Standing | None:
    row = session.scalar(select(Booking).where(Booking.reference == reference))
    if row is None:
        return None
    waits = row.state is BookingState.BOOKED
    status = ("moved" if row.moved else "confirmed") if waits else row.state.value
    can = NOW if waits and row.begins > now else NO
    moved = row.moved if waits else ""
    return Standing(
        "booking", reference, status, row.service, row.place, row.begins, row.ends, moved, can=can
    )


_PAID = {Outcome.IN_DOUBT: "being_checked", Outcome.DECLINED: "not_paid", Outcome.CANCELLED: "not_paid"}


def of_payment(session: Session, reference: str, now: datetime) -> Standing | None:
    row = session.scalar(select(Payment).where(Payment.reference == reference))
    if row is None:
        return None
    owed = any(line.state is LineState.REFUND_DUE for line in row.lines)
    status = _PAID.get(row.outcome) or (_going_back(session, row) if owed else "paid")
    return Standing(
        "payment",
        reference,
        status,
        last_attempt_at=row.decided_at,
        minor=row.amount_minor,
        currency=row.currency,
    )


#: How money on its way back stands, as its customer may hear it.
_BACK = {
    RefundState.GRANTED: "reversing",
    RefundState.DOUBTED: "being_checked",
    RefundState.PAID_OUT: "given_back",
    RefundState.REVERSED: "given_back",
}


def _going_back(session: Session, row: Payment) -> str:
    state = session.scalar(select(Refund.state).where(Refund.payment_id == row.id))
    return _BACK.get(state, "refund_due") if state is not None else "refund_due"


#: What a customer hands over and may ask after. A letter to the manager is nobody's, and tells nothing.
ASKED_AFTER = (
    CaseKind.RECEIPT,
    CaseKind.COMPLAINT,
    CaseKind.SUGGESTION,
    CaseKind.FAULT,
    CaseKind.APPLICATION,
)
_AT_WORK = {CaseState.OPEN: "confirmed", CaseState.CLAIMED: "in_hands", CaseState.CLOSED: "done"}


def of_case(session: Session, reference: str, now: datetime) -> Standing | None:
    """The follow-up of a complaint bears its reference too, and is not what the customer asks after."""
    row = session.scalar(select(Case).where(Case.reference == reference, Case.kind.in_(ASKED_AFTER)))
    if row is None:
        return None
    return Standing(row.kind.value, reference, _AT_WORK[row.state])


KINDS: tuple[Callable[[Session, str, datetime], Standing | None], ...] = (
    of_callback,
    of_booking,
    of_payment,
    of_case,
)
