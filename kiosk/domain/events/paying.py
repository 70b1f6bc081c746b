"""Bills, the terminal, and what the journal says of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.health import DeviceStatus
from kiosk.domain.payment import Finding, Mark, Outcome, Payment
from kiosk.domain.states import Stage


@dataclass(frozen=True, slots=True)
class BillToggled:
    bill: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stop the payment at the terminal."""


@dataclass(frozen=True, slots=True)
class BillsFetched:
    """`bills` None: the centre gave no usable answer; `reason` is its code where it gave one (`bad_grant`)."""

    bills: tuple[Bill, ...] | None
    as_of: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BillsChecked:
    """What the centre says at the moment of paying; None: no usable answer, `reason` as above."""

    standings: tuple[BillStanding, ...] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TerminalReady:
    mark: Mark


@dataclass(frozen=True, slots=True)
class TerminalNotReady:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class TerminalProgressed:
    stage: Stage


@dataclass(frozen=True, slots=True)
class TerminalHolds:
    """It has approved, and waits to hear whether the payment is to stand."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class TerminalAnswered:
    payment: Payment
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TerminalFound:
    """The answer to an inquiry."""

    payment: Payment
    finding: Finding


@dataclass(frozen=True, slots=True)
class IntentSaved:
    payment: Payment


@dataclass(frozen=True, slots=True)
class IntentNotSaved:
    """`being_checked`: a payment of one of these bills is under way here already; else the disk said no."""

    reason: str = ""
    being_checked: bool = False


@dataclass(frozen=True, slots=True)
class OutcomeSaved:
    """`anchor`: the head of the audit chain behind it, for paper; empty: it cannot be read."""

    payment: Payment
    outcome: Outcome
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeNotSaved:
    payment: Payment
    outcome: Outcome
    reason: str


PayingTouch = BillToggled | Cancelled


PayingEvent = (
    PayingTouch
    | BillsFetched
    | BillsChecked
    | TerminalReady
    | TerminalNotReady
    | TerminalProgressed
    | TerminalHolds
    | TerminalAnswered
    | TerminalFound
    | IntentSaved
    | IntentNotSaved
    | OutcomeSaved
    | OutcomeNotSaved
)
