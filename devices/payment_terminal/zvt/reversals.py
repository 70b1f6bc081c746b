"""What an answer means for money that was to go back. Pure.

The law is that of `outcomes.py`: doubt is cheap, a false "went back" or "did not" never comes out.
"""

from __future__ import annotations

from devices.payment_terminal.zvt.conversation import Ending, Reply
from devices.payment_terminal.zvt.status import StatusInformation
from devices.payment_terminal.zvt.tables import ALREADY_REVERSED, BUSY, NOT_POSSIBLE, NOT_REVERSIBLE, OK
from kiosk.domain.payment import Cancelled, CancelledBy, InDoubt, Outcome, Slip
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed


def reversal_of(reply: Reply, payment: Slip) -> Reversal | None:
    """Of a reversal (06 30). None: it does not say, ask for the last transaction."""
    match reply.ending:
        case Ending.COMPLETED:
            return _completed(reply.status, payment)
        case Ending.REFUSED if reply.code == BUSY:
            # It was found idle just before. What it is busy with may be this very request.
            return None
        case Ending.ABORTED if (
            reply.status and reply.status.result == OK
        ):  # given back and aborted in one breath
            return None
    return NotReversed(_cause(reply.code or (reply.status.result if reply.status else None) or OK))


def gave_back(status: StatusInformation | None, payment: Slip, before: StatusInformation | None) -> bool:
    """Whether the last transaction is the giving back of `payment`. `before`: the last one before it was asked.

    It is when it names the payment's trace. Terminals that name none repeat the payment's receipt number under a trace
    of its own; that is believed only of a transaction that was not there before.
    """
    if status is None or status.result != OK or status.minor != payment.amount.minor:
        return False
    if status.original_trace:
        return status.original_trace == payment.trace
    return (
        before is not None
        and status.receipt == payment.receipt
        and status.trace not in (None, payment.trace, before.trace)
    )


def undelivered(told: Reversal, ending: Ending) -> Outcome:
    """Of a charge that was answered with `84 66`. `told`: of asking for it back by name; `ending`: the charge's own.

    A terminal that aborted the charge has nothing left to give back; one that completed it has not understood.
    """
    match told:
        case Reversed() | NotReversed("already"):
            return Cancelled(CancelledBy.NOT_DELIVERED)
        case NotReversed("not_possible") if ending is Ending.ABORTED:
            return Cancelled(CancelledBy.NOT_DELIVERED)
    return InDoubt("no_answer")


def _completed(status: StatusInformation | None, payment: Slip) -> Reversal | None:
    if status is None or status.result is None:
        return None
    if status.result != OK:
        return NotReversed(_cause(status.result))
    told = status.slip(payment.terminal_id, payment.amount.currency)
    if status.minor not in (None, payment.amount.minor) or status.original_trace not in (
        None,
        0,
        payment.trace,
    ):
        return ReversalInDoubt("mismatch")
    return Reversed(told)


def _cause(code: int) -> str:
    if code == ALREADY_REVERSED:
        return "already"
    return "not_possible" if code in (NOT_REVERSIBLE, NOT_POSSIBLE) else "refused"
