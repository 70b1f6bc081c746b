"""Money given back by the terminal: the whole of one payment, or nothing, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.payment import Payment, Slip

#: So long before a grant ends the terminal is not asked any more: no clock of ours is that wrong for long.
MARGIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reversed:
    """Money went back. `slip`: what the terminal says of the reversal, a transaction of its own; None: nothing."""

    slip: Slip | None


@dataclass(frozen=True, slots=True)
class NotReversed:
    """The terminal said clearly that nothing went back just now. `cause`: `already`, `not_possible`, `refused`.

    `already`: it went back before.
    """

    cause: str


@dataclass(frozen=True, slots=True)
class ReversalInDoubt:
    """Nobody knows whether money went back. `cause` is for staff: `no_answer`, `mismatch`, `refused` (after an answer
    that got lost), `seal` (the journal's own rows do not hold)."""

    cause: str


Reversal = Reversed | NotReversed | ReversalInDoubt


@dataclass(frozen=True, slots=True)
class GivingBack:
    """An intent on disk: the whole of `payment`, which `slip` proves, is to go back. One a payment, for ever.

    Until `until` nobody at the centre gives it back, so until a little before the terminal may be asked again.
    """

    id: str
    payment: Payment
    slip: Slip
    asked_at: datetime
    until: datetime


def is_settled(reversal: Reversal) -> bool:
    return not isinstance(reversal, ReversalInDoubt)


def asked_again(reversal: Reversal) -> Reversal:
    """What a terminal's answer says that was asked before, and whose answer then was not heard.

    A no may come of the money having gone back that time: only one that says so is believed, any other is doubt.
    """
    if isinstance(reversal, NotReversed) and not went_back(reversal):
        return ReversalInDoubt("refused")
    return reversal


def went_back(reversal: Reversal) -> bool:
    """Asked again, a terminal may say only that it did so before."""
    return isinstance(reversal, Reversed) or reversal == NotReversed("already")


def may_ask(until: datetime | None, now: datetime) -> bool:
    """Whether the terminal may be asked under a grant that ends at `until`; None: there is none."""
    return until is not None and now < until - MARGIN
