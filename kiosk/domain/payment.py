"""A payment from intent to outcome, and the judgement of an answer found after a break.

The order of writes is DESIGN's: intent on disk, charge, outcome on disk, print, push. Nothing here charges twice:
an outcome that is unknown leads to an inquiry, never to another charge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.money import Money

#: How far the terminal's clock may stand from ours.
CLOCK_SKEW = timedelta(minutes=5)
#: The longest a customer may take at the terminal (ZVT T4 is 180 s).
LONGEST_CHARGE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TerminalTime:
    """A terminal's own clock; ZVT gives no year."""

    month: int
    day: int
    hour: int
    minute: int
    second: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the terminal stood before the charge: its last transaction. `trace` None: it had none yet.

    `request`: our own number for the charge to come, by which this terminal is asked for it; "" where a terminal is
    asked for its last transaction. With it, `trace` None means that nobody knows where the terminal stood.
    """

    terminal_id: str
    trace: int | None
    receipt: int | None
    request: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What the terminal says of one transaction. `card` is masked (`••••1234`); nothing more of it ever arrives.

    `merchant_id`: the number of the contract with the acquirer; `batch`: of the reckoning, or the record in it. Both
    "" where the terminal does not say.
    `request`: our own number as the terminal gave it back, or another word that stood there; "" where none came.
    """

    terminal_id: str
    trace: int
    receipt: int
    amount: Money
    time: TerminalTime
    card: str = ""
    scheme: str = ""
    approval_code: str = ""
    merchant_id: str = ""
    batch: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One bill within a payment."""

    bill: str
    kind: str
    account: str
    period_from: str
    period_to: str
    due: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Payment:
    """An intent on disk: `id` is the UUID for the life of the payment, `reference` is what the customer holds.

    `later`, for recovery: where the terminal stood when the next payment was asked. What it did after that is not ours.
    """

    id: str
    reference: str
    lines: tuple[PaymentLine, ...]
    amount: Money
    asked_at: datetime
    mark: Mark
    later: Mark | None = None


class CancelledBy(StrEnum):
    CUSTOMER = "customer"
    TERMINAL = "terminal"
    TIMEOUT = "timeout"
    NOT_CHARGED = "not_charged"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, slots=True)
class Approved:
    slip: Slip


@dataclass(frozen=True, slots=True)
class Declined:
    """The reason stays with the terminal: it is nobody's business at a public screen."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    by: CancelledBy


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Nobody knows yet whether money moved. `cause` is for staff: `no_answer`, `mismatch`, `not_saved`."""

    cause: str


Outcome = Approved | Declined | Cancelled | InDoubt


@dataclass(frozen=True, slots=True)
class Found:
    """An inquiry's answer: the terminal's last transaction.

    `reversal`: it gave money back, so it is nobody's payment; `of_trace`: whose, 0 when the terminal does not say.
    """

    slip: Slip
    approved: bool
    reversal: bool = False
    of_trace: int = 0


@dataclass(frozen=True, slots=True)
class NothingFound:
    """The terminal has no transaction in memory."""


@dataclass(frozen=True, slots=True)
class StillBusy:
    """The terminal is in the middle of a transaction."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing usable came back."""


@dataclass(frozen=True, slots=True)
class NotTold:
    """It answered, and its answer proves neither that money moved nor that it did not."""


Finding = Found | NothingFound | StillBusy | NoAnswer | NotTold


def is_final(outcome: Outcome) -> bool:
    return not isinstance(outcome, InDoubt)


def accept(payment: Payment, outcome: Outcome) -> Outcome:
    """A live answer, checked: an approval of something else than this payment is doubt, not proof."""
    if isinstance(outcome, Approved) and not is_ours(payment, outcome.slip):
        return InDoubt("mismatch")
    return outcome


def judge(payment: Payment, finding: Finding) -> Outcome | None:
    """What an inquiry settles. None: ask again, nothing is settled. One action per answer:

    ========================================  =======================================================
    the last transaction is this payment's    its own result, approved or declined
    the last transaction is the mark's        the charge never began: not charged
    the last one gave this payment back       not charged
    the last one gave another one back        in doubt, for staff
    nothing in memory, nothing before         the charge never began: not charged
    anything else                             in doubt, for staff
    an answer that proves nothing             in doubt, for staff
    busy, or no answer                        ask again
    ========================================  =======================================================
    """
    match finding:
        case StillBusy() | NoAnswer():
            return None
        case NotTold():
            return InDoubt("not_told")
        case NothingFound() if payment.mark.request:
            return InDoubt("not_told")  # nobody knows where it stood before
        case NothingFound():
            if payment.mark.trace is None and (payment.later is None or payment.later.trace is None):
                return Cancelled(CancelledBy.NOT_CHARGED)
            return InDoubt("mismatch")
        case Found(slip, approved, reversal, of_trace):
            if _is_the_mark(payment.mark, slip):
                return Cancelled(CancelledBy.NOT_CHARGED)
            if not is_ours(payment, slip) or not _is_known(payment.mark, slip):
                return InDoubt("mismatch")
            if reversal:
                ours_went_back = approved and of_trace > (payment.mark.trace or 0)
                return Cancelled(CancelledBy.NOT_CHARGED) if ours_went_back else InDoubt("mismatch")
            return Approved(slip) if approved else Declined()


def may_ask_again(payment: Payment, finding: Finding, asked: int, tries: int, now: datetime) -> bool:
    """Whether another inquiry may still settle it, after `asked` of `tries`.

    A terminal in the middle of a transaction is waited for as long as a customer may take there: giving up earlier would
    leave in doubt what is about to be known.
    """
    if isinstance(finding, StillBusy):
        return now < payment.asked_at + LONGEST_CHARGE
    return asked < tries


def is_ours(payment: Payment, slip: Slip) -> bool:
    """Same terminal and amount, no number but our own, trace and receipt number after the mark's, a time that fits."""
    mark = payment.mark
    return (
        slip.terminal_id == mark.terminal_id
        and slip.request in ("", mark.request)
        and slip.amount == payment.amount
        and (mark.trace is None or slip.trace > mark.trace)
        and (mark.receipt is None or slip.receipt > mark.receipt)
        and _before_the_next(payment, slip)
        and _time_fits(payment.asked_at, slip.time)
    )


def _before_the_next(payment: Payment, slip: Slip) -> bool:
    later = payment.later
    if later is None or later.terminal_id != slip.terminal_id or _bears_our_number(payment.mark, slip):
        return True
    return later.trace is not None and slip.trace <= later.trace


def _is_known(mark: Mark, slip: Slip) -> bool:
    """What a terminal found for our number must bear it, or come after what it had told before: it may have looked up
    its last transaction instead, and said the rest after us."""
    return not mark.request or mark.trace is not None or _bears_our_number(mark, slip)


def _bears_our_number(mark: Mark, slip: Slip) -> bool:
    return bool(mark.request) and slip.request == mark.request


def _is_the_mark(mark: Mark, slip: Slip) -> bool:
    return (slip.terminal_id, slip.trace, slip.receipt) == (mark.terminal_id, mark.trace, mark.receipt)


def _time_fits(asked_at: datetime, time: TerminalTime) -> bool:
    # The year is ours to guess: a charge at midnight of 31 December may carry either.
    return any(
        asked_at - CLOCK_SKEW <= candidate <= asked_at + LONGEST_CHARGE + CLOCK_SKEW
        for year in (asked_at.year, asked_at.year + 1, asked_at.year - 1)
        if (candidate := _at(asked_at, year, time)) is not None
    )


def _at(like: datetime, year: int, time: TerminalTime) -> datetime | None:
    try:
        return like.replace(
            year=year, month=time.month, day=time.day, hour=time.hour, minute=time.minute, second=time.second
        )
    except ValueError:  # 29 February of another year, or a terminal that sent nonsense
        return None
