"""Money that goes back: what the centre made of a payment, what the journal and the terminal say of the reversal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.posting import Posting
from kiosk.domain.reversal import GivingBack, Reversal


@dataclass(frozen=True, slots=True)
class PaymentPosted:
    """The centre has the payment that the customer knows as `reference`, and says what became of it."""

    reference: str
    posting: Posting


@dataclass(frozen=True, slots=True)
class ReversalSaved:
    """The intent is on disk; None: it is not, and the terminal is not asked."""

    reference: str
    giving: GivingBack | None


@dataclass(frozen=True, slots=True)
class TerminalReversed:
    giving: GivingBack
    reversal: Reversal


@dataclass(frozen=True, slots=True)
class ReversalDecided:
    """What stands in the journal of it; None: the disk did not take it. `anchor`: the audit chain's head behind it."""

    giving: GivingBack
    reversal: Reversal | None
    anchor: str = ""


ReversingEvent = PaymentPosted | ReversalSaved | TerminalReversed | ReversalDecided
