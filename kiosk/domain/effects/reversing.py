"""What giving money back needs: the journal, then the terminal, then the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.payment import Payment, Slip
from kiosk.domain.reversal import GivingBack, Reversal


@dataclass(frozen=True, slots=True)
class SaveReversal:
    """The intent, under the centre's grant that ends at `until`."""

    payment: Payment
    slip: Slip
    until: datetime


@dataclass(frozen=True, slots=True)
class Reverse:
    """The only effect that gives money back. It follows ReversalSaved, and its own doubt."""

    giving: GivingBack
    pause: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class DecideReversal:
    """Outcome + audit + record in one transaction."""

    giving: GivingBack
    reversal: Reversal


@dataclass(frozen=True, slots=True)
class LeaveToStaff:
    """Tell the centre that this kiosk will not use its grant: staff give the money back."""

    reference: str


ReversingEffect = SaveReversal | Reverse | DecideReversal | LeaveToStaff
