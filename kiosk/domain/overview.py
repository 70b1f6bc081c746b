"""What the centre tells of a signed-in customer's accounts: periods, notices, open matters. All of it is masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.money import Money


class BillState(StrEnum):
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    IN_DOUBT = "in_doubt"
    PAID = "paid"


class NoticeKind(StrEnum):
    OVERDUE = "overdue"
    AUTO_PAY_FAILED = "auto_pay_failed"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Place:
    """One account. `label` is the customer's own word for it."""

    account: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class PastBill:
    """A bill of any state. `used` counts `unit`; `paid_by` is a channel (`channel.*`)."""

    id: str
    kind: str
    account: str
    period_from: date
    period_to: date
    amount: Money
    due: date
    state: BillState
    paid_on: date | None = None
    paid_by: str = ""
    used: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something this customer should know. Which fields are set depends on `kind`."""

    id: str
    kind: NoticeKind
    account: str
    bill_kind: str
    amount: Money | None = None
    day: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something that staff have not finished. `kind` and `state` are the centre's words."""

    reference: str
    kind: str
    state: str
    opened_at: datetime
    window_from: datetime | None = None
    window_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The periods of one kind on one account, newest first."""

    account: str
    label: str
    kind: str
    bills: tuple[PastBill, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    as_of: datetime
    places: tuple[Place, ...] = ()
    history: tuple[PastBill, ...] = ()
    notices: tuple[Notice, ...] = ()
    matters: tuple[OpenMatter, ...] = ()

    @property
    def series(self) -> tuple[Series, ...]:
        """By account, then by kind, in the order in which the centre told them."""
        labels = {place.account: place.label for place in self.places}
        found: dict[tuple[str, str], list[PastBill]] = {}
        for bill in self.history:
            found.setdefault((bill.account, bill.kind), []).append(bill)
        return tuple(
            Series(account, labels.get(account, ""), kind, tuple(bills))
            for (account, kind), bills in found.items()
        )

    def without(self, notices: frozenset[str]) -> Overview:
        """The same, those notices seen."""
        left = tuple(notice for notice in self.notices if notice.id not in notices)
        return Overview(self.as_of, self.places, self.history, left, self.matters)
