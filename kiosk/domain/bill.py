"""A bill as the customer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class Bill:
    """One open bill. `account` is masked already; `kind` is a word of the catalogue (`bill.kind.*`)."""

    id: str
    kind: str
    account: str
    period_from: date
    period_to: date
    amount: Money
    due: date

    def days_overdue(self, today: date) -> int:
        """Days past the due date; 0 when it is not past."""
        return max(0, (today - self.due).days)


@dataclass(frozen=True, slots=True)
class BillStanding:
    """What the centre says of one bill at the moment of paying."""

    id: str
    payable: bool
    paid_on: date | None = None
