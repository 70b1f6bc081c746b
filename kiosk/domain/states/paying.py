"""Bills, the last look, the payment, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.copies import NoCopy, ReceiptLink
from kiosk.domain.counter_slip import CounterSlip
from kiosk.domain.money import Money, total
from kiosk.domain.payment import Approved, Payment, PaymentLine
from kiosk.domain.states.words import Back, LinkState, PaperState, Problem, Stage


@dataclass(frozen=True, slots=True)
class BillsShown:
    """Choose what to pay. `chosen` holds ids of `bills`; `earlier`: they were found by the code on an earlier bill."""

    bills: tuple[Bill, ...] = ()
    chosen: frozenset[str] = frozenset()
    as_of: datetime | None = None
    waiting: bool = True
    problem: Problem = Problem.NONE
    earlier: bool = False

    @property
    def picked(self) -> tuple[Bill, ...]:
        return tuple(bill for bill in self.bills if bill.id in self.chosen)

    @property
    def amount(self) -> Money:
        return total(bill.amount for bill in self.picked)


@dataclass(frozen=True, slots=True)
class Review:
    """One last look before money moves. `before` is where Back leads; None: home, nothing was chosen from a list.

    `as_of` is the time that the amounts are of. `paperless`: no proof can be printed now, which was asked about.
    """

    lines: tuple[PaymentLine, ...]
    amount: Money
    before: BillsShown | None
    as_of: datetime | None = None
    paperless: bool = False

    @property
    def bill(self) -> Bill | None:
        """The only bill of this payment, where there is one."""
        picked = self.before.picked if self.before else ()
        return picked[0] if len(picked) == 1 else None


@dataclass(frozen=True, slots=True)
class Paying:
    """From the confirmation to the recorded outcome. `payment` from the saved intent on.

    `inquiries` counts the questions asked after an answer got lost; `until` is the end of the customer's time.
    `paperless`: the customer pays although no proof can be printed.
    `held`: the terminal has approved and waits for the bills' word; `unwanted`: the one that takes no money.
    """

    lines: tuple[PaymentLine, ...]
    amount: Money
    stage: Stage
    payment: Payment | None = None
    offline: bool = False
    inquiries: int = 0
    until: datetime | None = None
    paperless: bool = False
    held: bool = False
    unwanted: BillStanding | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Approved and recorded. `posted` only after the centre said so; `refund`: not all of it was, and staff give it back.

    `copy`: the number of the copy that is or was last printed here; `no_copy`: why there is no further one.
    `anchor`: the audit chain's head, for the proof. `link` once made opens the proof on a phone as often as it is shown.
    """

    payment: Payment
    approved: Approved
    posted: bool = False
    offline: bool = False
    paper: PaperState = PaperState.OFFERED
    copy: int = 0
    no_copy: NoCopy | None = None
    anchor: str = ""
    refund: bool = False
    phone: LinkState = LinkState.OFFERED
    link: ReceiptLink | None = None


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Approved, but no bill took it: the money goes back. `tries` counts the questions to the terminal.

    `proof`: the proof of the payment is still being printed; what is told first of paper is about it. `anchor`: the audit
    chain's head, for the slip.
    """

    payment: Payment
    back: Back = Back.REVERSING
    paper: PaperState = PaperState.OFFERED
    proof: bool = False
    tries: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class NotPaid:
    """No money moved. `why` is `declined`, `cancelled`, or a Refusal."""

    lines: tuple[PaymentLine, ...]
    amount: Money
    why: str
    paid_on: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Nobody knows yet whether money moved: the reference is the claim code."""

    payment: Payment
    paper: PaperState = PaperState.OFFERED
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CounterSlipShown:
    """A slip for the counter; no money moved. `slip` from the saved row on; `scanned`: it was held before the scanner."""

    lines: tuple[PaymentLine, ...]
    amount: Money
    slip: CounterSlip | None = None
    saving: bool = True
    paper: PaperState = PaperState.OFFERED
    problem: Problem = Problem.NONE
    scanned: bool = False


PayingState = BillsShown | Review | Paying | Paid | MoneyBack | NotPaid | Unsettled | CounterSlipShown
