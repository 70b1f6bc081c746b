"""Bills: what a customer owes, and whether one may still be paid at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from crm.schema import Account, Bill, LineState, PaymentLine


@dataclass(frozen=True, slots=True)
class Standing:
    """`paid_on` is the day it was paid; neither payable nor paid: not for whoever asked, a payment is in doubt, or `why`:
    `cash_only`, `other_amount`, `below_minimum`, `above_maximum`."""

    id: str
    payable: bool
    paid_on: date | None = None
    why: str = ""


def open_bills(session: Session, customer_id: int) -> list[Bill]:
    """What is to be paid on any of the customer's accounts that are not closed, the most urgent first."""
    owed = _of(customer_id).where(Bill.paid_on.is_(None), Account.closed_on.is_(None))
    return list(session.scalars(owed.order_by(Bill.due, Bill.id)))


def customers_bills(session: Session, customer_id: int, ids: Sequence[str]) -> list[Bill]:
    """Those of `ids` that are this customer's."""
    return list(session.scalars(_of(customer_id).where(Bill.id.in_(ids))))


def scanned_bills(session: Session, granted: Sequence[str], ids: Sequence[str]) -> list[Bill]:
    """Those of `ids` that a scan has opened."""
    return list(session.scalars(select(Bill).where(Bill.id.in_(set(granted) & set(ids)))))


def standings(
    session: Session, mine: Sequence[Bill], ids: Sequence[str], parts: Mapping[str, int] | None = None
) -> list[Standing]:
    """One answer for each id, in their order. A stranger's bill and none at all look the same.

    `parts`: how much of each is about to be paid, in minor units; without, the whole rest.
    """
    known = {bill.id: bill for bill in mine}
    doubted = set(session.scalars(select(Bill.id).where(Bill.id.in_(ids), in_doubt())))
    return [_standing(id, known.get(id), id in doubted, (parts or {}).get(id)) for id in ids]


def _standing(id: str, bill: Bill | None, doubted: bool, part: int | None) -> Standing:
    if bill is None or bill.paid_on is not None:
        return Standing(id, payable=False, paid_on=None if bill is None else bill.paid_on)
    why = why_not(bill, bill.rest_minor if part is None else part)
    return Standing(id, payable=not doubted and not why, why=why)


def why_not(bill: Bill, minor: int) -> str:
    """Which rule of an open bill forbids to pay `minor` of it by card; empty: none."""
    if bill.cash_only:
        return "cash_only"
    if minor != bill.rest_minor and (not bill.allow_partial or minor > bill.rest_minor):
        return "other_amount"
    if minor != bill.rest_minor and bill.minimum_minor is not None and minor < bill.minimum_minor:
        return "below_minimum"
    if bill.maximum_minor is not None and minor > bill.maximum_minor:
        return "above_maximum"
    return ""


def _of(customer_id: int) -> Select[Bill]:
    return select(Bill).join(Account).where(Account.customer_id == customer_id)


def in_doubt() -> ColumnElement[bool]:
    """Money may have moved for it already: nobody is asked to pay it again before staff have settled that."""
    return exists().where(PaymentLine.bill_id == Bill.id, PaymentLine.state == LineState.PENDING)
