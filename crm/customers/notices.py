"""Notices for one customer: overdue, a payment by the bank that failed, an outage where they live. Each has a reason.

Told to nobody but the customer who has signed in; each once: what was seen at a kiosk is remembered and audited. A rule
that fires anew, for another bill, is another notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.billing import bills
from crm.customers.history import accounts
from crm.schema import Account, Bill, NoticeSeen, Outage

#: How long before a planned outage it is told.
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Notice:
    """`id` is the rule and what it is about, the same as long as the reason is the same."""

    id: str
    kind: Literal["overdue", "auto_pay_failed", "outage"]
    account: str
    bill_kind: str
    minor: int | None = None
    currency: str = ""
    day: date | None = None
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Where and when notices were seen."""

    kiosk: str
    today: date
    at: datetime


def unseen(session: Session, customer_id: int, today: date, now: datetime) -> list[Notice]:
    """What this customer has not been told yet, the most pressing first."""
    fired = [*_about_bills(session, customer_id, today), *_outages(session, customer_id, now)]
    known = select(NoticeSeen.notice).where(NoticeSeen.customer_id == customer_id)
    seen = set(session.scalars(known.where(NoticeSeen.notice.in_([notice.id for notice in fired]))))
    return [notice for notice in fired if notice.id not in seen]


def mark_seen(session: Session, customer_id: int, ids: set[str], shown: Shown) -> None:
    """Only what this customer was to see is remembered; each once."""
    for notice in unseen(session, customer_id, shown.today, shown.at):
        if notice.id not in ids:
            continue
        session.add(
            NoticeSeen(customer_id=customer_id, notice=notice.id, kiosk_id=shown.kiosk, seen_at=shown.at)
        )
        audit.note(session, shown.at, shown.kiosk, "notice.seen", notice.kind)


def _about_bills(session: Session, customer_id: int, today: date) -> Iterator[Notice]:
    for bill in bills.open_bills(session, customer_id):
        if bill.auto_pay_failed_on is not None:
            yield _about(bill, "auto_pay_failed", bill.auto_pay_failed_on)
        elif bill.due < today:
            yield _about(bill, "overdue", bill.due)


def _about(bill: Bill, kind: Literal["overdue", "auto_pay_failed"], day: date) -> Notice:
    id = f"{kind}:{bill.id}"
    return Notice(id, kind, bill.account_number, bill.kind, bill.amount_minor, bill.currency, day)


def _outages(session: Session, customer_id: int, now: datetime) -> Iterator[Notice]:
    for account in accounts(session, customer_id):
        for outage in _in_area(session, account, now):
            id = f"outage:{outage.id}:{account.number[-4:]}"
            begins, ends = outage.starts_at, outage.ends_at
            yield Notice(id, "outage", account.number, outage.kind, begins=begins, ends=ends)


def _in_area(session: Session, account: Account, now: datetime) -> Sequence[Outage]:
    if not account.area:
        return ()
    there = select(Outage).where(Outage.area == account.area, Outage.ends_at > now)
    return session.scalars(there.where(Outage.starts_at <= now + AHEAD).order_by(Outage.starts_at)).all()
