"""The last twelve periods of a customer's accounts: each bill with its state, newest first.

Read through the index on account and period, so that the cost does not grow with the years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.billing.bills import in_doubt
from crm.schema import Account, Bill

PERIODS = 12
#: Kinds that one account may have: electricity, water and gas.
KINDS = 3
DUE_SOON = timedelta(days=7)

State = Literal["open", "due_soon", "overdue", "in_doubt", "paid"]


@dataclass(frozen=True, slots=True)
class Past:
    bill: Bill
    state: State


def accounts(session: Session, customer_id: int) -> Sequence[Account]:
    mine = select(Account).where(Account.customer_id == customer_id)
    return session.scalars(mine.order_by(Account.number)).all()


def past(session: Session, customer_id: int, today: date) -> list[Past]:
    """Twelve periods of each kind of each account, by account and then newest first."""
    bills = [bill for account in accounts(session, customer_id) for bill in _of(session, account.number)]
    doubted = set(session.scalars(select(Bill.id).where(Bill.id.in_([b.id for b in bills]), in_doubt())))
    return [Past(bill, state_of(bill, today, bill.id in doubted)) for bill in bills]


def state_of(bill: Bill, today: date, doubted: bool) -> State:
    """What a customer may know of a bill at a glance."""
    if bill.paid_on is not None:
        return "paid"
    if doubted:
        return "in_doubt"
    if bill.due < today:
        return "overdue"
    return "due_soon" if bill.due <= today + DUE_SOON else "open"


def _of(session: Session, account: str) -> Iterator[Bill]:
    newest = select(Bill).where(Bill.account_number == account).order_by(Bill.period_to.desc(), Bill.id)
    counted: Counter[str] = Counter()
    for bill in session.scalars(newest.limit(PERIODS * KINDS)):
        counted[bill.kind] += 1
        if counted[bill.kind] <= PERIODS:
            yield bill
