"""Floor staff beside a customer: what a step asks for, and what became of the help. Pure words, nothing personal."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain import states
from kiosk.domain.states import State

#: Digits of a staff number.
STAFF_LENGTHS = range(2, 7)
#: So many errors in one field, and help is offered unasked.
STUMBLES = 3


class Assisted(StrEnum):
    """How the help ended (`assist.end.*`)."""

    EXPLAINED = "explained"
    COUNTER = "counter"
    MACHINE = "machine"


class Need(StrEnum):
    """What the step on the screen waits for (`assist.need.*`)."""

    CARD = "card"
    SECRET = "secret"
    NUMBER = "number"
    BILL = "bill"
    CHECK = "check"
    PAPER = "paper"
    CHOICE = "choice"


_NEEDS: dict[Need, tuple[type, ...]] = {
    Need.CARD: (states.CardWanted,),
    Need.SECRET: (states.PinWanted, states.SecretWanted),
    Need.NUMBER: (
        states.AccountNumberWanted,
        states.NumberWanted,
        states.ContactWanted,
        states.EmailWanted,
        states.ContractNumberWanted,
        states.CaseNumberWanted,
        states.AmountWanted,
    ),
    Need.BILL: (states.ScanWanted,),
    Need.CHECK: (states.Review, states.CallbackReview, states.CaseReview),
    Need.PAPER: (states.Paid, states.MoneyBack, states.Unsettled, states.CallbackDone, states.CaseDone),
}


def need_of(state: State) -> Need:
    return next((need for need, kinds in _NEEDS.items() if isinstance(state, kinds)), Need.CHOICE)


def typed_on(state: State) -> int | None:
    """How many signs stand in the field of this step, never which; None: it has no field."""
    typed = getattr(state, "digits", getattr(state, "typed", None))
    return len(typed) if isinstance(typed, str) else None
