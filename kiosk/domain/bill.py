"""A bill as the customer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.money import Money


class RuleBroken(StrEnum):
    """Which rule of a bill forbids a sum (`not_paid.*`, `amount.problem.*`)."""

    CASH_ONLY = "cash_only"
    OTHER_AMOUNT = "other_amount"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"


@dataclass(frozen=True, slots=True)
class PayRules:
    """How a bill may be paid here: in parts of at least `minimum` and at most `maximum`, or at the counter only."""

    allow_partial: bool = False
    minimum: Money | None = None
    maximum: Money | None = None
    cash_only: bool = False

    def broken_by(self, amount: Money, rest: Money) -> RuleBroken | None:
        """What forbids to pay `amount` of a bill of which `rest` is open. The whole rest is never too little."""
        if self.cash_only:
            return RuleBroken.CASH_ONLY
        if amount != rest and (not self.allow_partial or amount.minor <= 0 or amount.exceeds(rest)):
            return RuleBroken.OTHER_AMOUNT
        if amount != rest and self.minimum and self.minimum.exceeds(amount):
            return RuleBroken.BELOW_MINIMUM
        if self.maximum and amount.exceeds(self.maximum):
            return RuleBroken.ABOVE_MAXIMUM
        return None


@dataclass(frozen=True, slots=True)
class Bill:
    """One open bill. `account` is masked already; `kind` is a word of the catalogue (`bill.kind.*`); `amount` is what is
    still to be paid."""

    id: str
    kind: str
    account: str
    period_from: date
    period_to: date
    amount: Money
    due: date
    rules: PayRules = PayRules()

    def days_overdue(self, today: date) -> int:
        """Days past the due date; 0 when it is not past."""
        return max(0, (today - self.due).days)


@dataclass(frozen=True, slots=True)
class BillStanding:
    """What the centre says of one bill at the moment of paying."""

    id: str
    payable: bool
    paid_on: date | None = None
    why: RuleBroken | None = None
