"""What an answer means for money. Pure; the only place where one becomes an outcome, a finding or a reversal.

Doubt is cheap here. What must never come out is a wrong "not charged" or a wrong "approved": so of an inquiry only an
approval is believed (docs/decisions/0026-how-the-taiwan-family-knows-a-lost-answer.md).
"""

from __future__ import annotations

from devices.payment_terminal.fixed_field.codes import Meaning, meaning
from devices.payment_terminal.fixed_field.message import Answer, Echo
from kiosk.domain.day_end import DayTotals, Total
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    Found,
    InDoubt,
    NoAnswer,
    NotTold,
    Outcome,
    Slip,
)
from kiosk.domain.reversal import NotReversed, Reversal, ReversalInDoubt, Reversed

#: The only money of this family.
CURRENCY = "TWD"


def slip_of(answer: Answer, terminal_id: str, number: str) -> Slip | None:
    """None when it does not make one: amount, receipt and approval number and time a terminal must say.

    `terminal_id`: where the terminal leaves its own out; `number`: ours, in case it came back.
    """
    if answer.minor is None or answer.time is None or not answer.approval:
        return None
    if answer.receipt is None or answer.trace is None:
        return None
    return Slip(
        terminal_id=answer.terminal_id or terminal_id,
        trace=answer.trace,
        receipt=answer.receipt,
        amount=Money(answer.minor, CURRENCY),
        time=answer.time,
        card=answer.card,
        approval_code=answer.approval,
        merchant_id=answer.merchant_id,
        batch=f"{answer.batch:06}" if answer.batch is not None else "",
        request=_came_back(answer, number),
    )


def outcome_of(answer: Answer | None, asked: Money, terminal_id: str, number: str) -> Outcome:
    """Of a sale."""
    if answer is None:
        return InDoubt("no_answer")
    said = meaning(answer.code)
    if said is Meaning.DONE:
        slip = slip_of(answer, terminal_id, number)
        return Approved(slip) if slip else InDoubt("no_answer")
    if said is Meaning.UNKNOWN:
        return InDoubt("no_answer")
    if answer.approval or answer.minor not in (None, 0, asked.minor):
        return InDoubt("mismatch")  # turned down, and yet approved, or something else was
    if said is Meaning.TURNED_DOWN:
        return Declined()
    return Cancelled(CancelledBy.CUSTOMER if said is Meaning.STOPPED else CancelledBy.TERMINAL)


def finding_of(answer: Answer | None, terminal_id: str, number: str) -> Finding:
    """Of an inquiry. No code of the family says "there is no such transaction", so a no is no proof of anything."""
    if answer is None:
        return NoAnswer()
    slip = slip_of(answer, terminal_id, number)
    if slip is None or meaning(answer.code) is not Meaning.DONE:
        return NotTold()
    return Found(slip, approved=True)


def reversal_of(answer: Answer | None, asked: Slip, number: str, *, doubted: bool) -> Reversal:
    """Of a void. `doubted`: an earlier one got lost, so a no may mean that it went back then."""
    if answer is None:
        return ReversalInDoubt("no_answer")
    match meaning(answer.code):
        case Meaning.DONE:
            return _gone_back(answer, asked, number)
        case Meaning.UNKNOWN:
            return ReversalInDoubt("no_answer")
        case _ if doubted:
            return ReversalInDoubt("mismatch")
        case Meaning.NOT_UNDERSTOOD:
            return NotReversed("not_possible")
        case _:
            return NotReversed("refused")


def totals_of(answer: Answer, terminal_id: str) -> DayTotals | None:
    """Of a settlement: one sum and one number; None when it tells no sum."""
    if answer.minor is None:
        return None
    return DayTotals(
        terminal_id=answer.terminal_id or terminal_id,
        batch=f"{answer.batch:06}" if answer.batch is not None else "",
        payments=Total(answer.count, Money(answer.minor, CURRENCY)),
        reversals=Total(0, Money(0, CURRENCY)),
        closed_at=answer.time,
        net=True,
    )


def _gone_back(answer: Answer, asked: Slip, number: str) -> Reversal:
    same = (
        answer.minor == asked.amount.minor and (answer.terminal_id or asked.terminal_id) == asked.terminal_id
    )
    if not same or answer.receipt not in (None, asked.receipt):
        return ReversalInDoubt("mismatch")
    return Reversed(slip_of(answer, asked.terminal_id, number))


def _came_back(answer: Answer, number: str) -> str:
    match answer.echo:
        case Echo.OURS:
            return number
        case Echo.ANOTHER:
            return "another"
        case Echo.NONE:
            return ""
