"""Bills: what a customer owes, and whether one may still be paid at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from crm.schema import Account, Bill, LineState, PaymentLine


@dataclass(frozen=True, slots=True)
class Standing:
    """`paid_on` is the day it was paid; neither payable nor paid: not this customer's, or a payment is in doubt."""

    id: str
    payable: bool
    paid_on: date | None = None


def open_bills(session: Session, customer_id: int) -> list[Bill]:
    """What is to be paid on any of the customer's accounts, the most urgent first."""
    owed = _of(customer_id).where(Bill.paid_on.is_(None))
    return list(session.scalars(owed.order_by(Bill.due, Bill.id)))


def standings(session: Session, customer_id: int, ids: Sequence[str]) -> list[Standing]:
    """One answer for each id, in their order. A stranger's bill and none at all look the same."""
    mine = {bill.id: bill for bill in session.scalars(_of(customer_id).where(Bill.id.in_(ids)))}
    doubted = set(session.scalars(select(Bill.id).where(Bill.id.in_(ids), in_doubt())))
    return [_standing(id, mine.get(id), id in doubted) for id in ids]


def _standing(id: str, bill: Bill | None, doubted: bool) -> Standing:
    if bill is None:
        return Standing(id, payable=False)
    return Standing(id, payable=bill.paid_on is None and not doubted, paid_on=bill.paid_on)


def _of(customer_id: int) -> Select[Bill]:
    return select(Bill).join(Account).where(Account.customer_id == customer_id)


def in_doubt() -> ColumnElement[bool]:
    """Money may have moved for it already: nobody is asked to pay it again before staff have settled that."""
    return exists().where(PaymentLine.bill_id == Bill.id, PaymentLine.state == LineState.PENDING)
