"""What a finished conversation means for money. Pure; the only place where a reply becomes an outcome or a finding.

Doubt (`no_answer`) is cheap here: an inquiry settles it. What must never come out is a wrong "not charged" or a wrong
"approved".
"""

from __future__ import annotations

from devices.payment_terminal.zvt.conversation import Ending, Reply
from devices.payment_terminal.zvt.tables import ABOUT_THE_CARD, BUSY, NOT_POSSIBLE, OK, STOPPED
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    Found,
    InDoubt,
    NoAnswer,
    NothingFound,
    Outcome,
    StillBusy,
)

#: How terminals word a stop by time; the code alone (6C) does not tell it from the stop key.
_TIME_WORDS = ("time", "zeit")


def outcome_of(reply: Reply, terminal_id: str, currency: str, *, customer_stopped: bool) -> Outcome:
    """Of an authorisation. `terminal_id` and `currency`: of the registration."""
    match reply.ending:
        case Ending.REFUSED if reply.code == BUSY:
            # It was found idle just before. What it is busy with may be a copy of this very request.
            return InDoubt("no_answer")
        case Ending.REFUSED:
            return Cancelled(CancelledBy.TERMINAL)
        case Ending.COMPLETED:
            return _completed(reply, terminal_id, currency, customer_stopped)
        case Ending.ABORTED:
            return _aborted(reply, customer_stopped)


def finding_of(reply: Reply, terminal_id: str, currency: str, *, has_charged: bool) -> Finding:
    """Of a repeat receipt. `has_charged`: this terminal told us of a transaction before, so "nothing" is no answer."""
    slip = reply.status.slip(terminal_id, currency) if reply.status else None
    result = reply.status.result if reply.status else None
    original = (reply.status.original_trace if reply.status else None) or 0
    match reply.ending:
        case Ending.REFUSED:
            return StillBusy() if reply.code == BUSY else NoAnswer()
        case Ending.ABORTED if slip is None and reply.code == NOT_POSSIBLE and not has_charged:
            return NothingFound()
        case Ending.ABORTED if slip is not None and result:
            return Found(slip, approved=False, reversal=bool(original), of_trace=original)
        case Ending.COMPLETED if slip is not None and result is not None:
            return Found(slip, approved=result == OK, reversal=bool(original), of_trace=original)
    return NoAnswer()


def _completed(reply: Reply, terminal_id: str, currency: str, customer_stopped: bool) -> Outcome:
    if reply.status is None or reply.status.result is None:
        return InDoubt("no_answer")
    if reply.status.result != OK:
        return _turned_down(reply.status.result, reply, customer_stopped)
    slip = reply.status.slip(terminal_id, currency)
    return Approved(slip) if slip else InDoubt("no_answer")


def _aborted(reply: Reply, customer_stopped: bool) -> Outcome:
    told = reply.status.result if reply.status else None
    if told == OK:  # approved and aborted in one breath
        return InDoubt("no_answer")
    return _turned_down(reply.code or told or OK, reply, customer_stopped)


def _turned_down(code: int, reply: Reply, customer_stopped: bool) -> Outcome:
    if code == STOPPED:
        return Cancelled(_stopped_by(reply, customer_stopped))
    return Declined() if code in ABOUT_THE_CARD else Cancelled(CancelledBy.TERMINAL)


def _stopped_by(reply: Reply, customer_stopped: bool) -> CancelledBy:
    if customer_stopped:
        return CancelledBy.CUSTOMER
    words = reply.status.text.lower() if reply.status else ""
    if reply.stopped or any(word in words for word in _TIME_WORDS):
        return CancelledBy.TIMEOUT
    return CancelledBy.CUSTOMER
