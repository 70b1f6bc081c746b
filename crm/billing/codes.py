"""Codes on paper bills: which bill each stands for, and what somebody learns who holds one up. Nothing personal.

A code is kept by its key only. Unknown, mistyped and another company's look the same from outside, and a kiosk that asks
for too many of those must slow down. The code on an earlier bill leads to what its account owes now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.billing.texts import Printed, key, keys
from crm.centre import Centre
from crm.customers.signing_in import NoGrant, TooMany
from crm.schema import Account, Bill, BillCode, ScanGrant, ScanMiss
from crm.tokens import digest, new_token

#: How long after the due day the stores take a bill's barcodes.
STORES_TAKE = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody at a kiosk holds a code up."""

    kiosk: str
    visit: str
    scheme: str
    codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """`earlier`: the scanned bill itself is not to be paid any more; these are what its account owes now."""

    grant: str = field(repr=False)
    expires_at: datetime
    as_of: datetime
    earlier: bool
    bills: list[Bill]


@dataclass(frozen=True, slots=True)
class Paid:
    paid_on: date


@dataclass(frozen=True, slots=True)
class ClosedAccount:
    pass


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """One answer for everything that this house did not print."""


Answer = Found | Paid | ClosedAccount | UnknownCode | TooMany


def issue(session: Session, bill: Bill, number: str, now: datetime) -> None:
    """Makes the codes of a bill known. Those that were printed for it before lead to it still."""
    printed = Printed(number, bill.amount_minor, bill.currency, bill.due + STORES_TAKE)
    for each in keys(printed):
        if session.get(BillCode, each) is None:
            session.add(BillCode(key=each, bill_id=bill.id, issued_at=now))


def look_up(centre: Centre, held: Held) -> Answer:
    now = centre.clock()
    with centre.database.writing() as session:
        if (wait := _must_slow_down(centre, session, held.kiosk, now)) is not None:
            return wait
        code = session.get(BillCode, key(held.scheme, held.codes))
        if code is None:
            return _missed(centre, session, held.kiosk, now)
        return _owed(centre, session, held, code, now)


def _owed(centre: Centre, session: Session, held: Held, code: BillCode, now: datetime) -> Answer:
    bill = session.get_one(Bill, code.bill_id)
    account = session.get_one(Account, bill.account_number)
    if account.closed_on is not None:
        return ClosedAccount()
    if bill.paid_on is None:
        return _found(centre, session, held, [bill], now, earlier=False)
    others = select(Bill).where(Bill.account_number == account.number, Bill.paid_on.is_(None))
    owed = list(session.scalars(others.order_by(Bill.due, Bill.id)))
    return _found(centre, session, held, owed, now, earlier=True) if owed else Paid(bill.paid_on)


def _found(
    centre: Centre, session: Session, held: Held, bills: list[Bill], now: datetime, *, earlier: bool
) -> Found:
    token, expires_at = new_token(), now + centre.settings.grant
    session.add(
        ScanGrant(
            token_hash=digest(token),
            kiosk_id=held.kiosk,
            visit=held.visit,
            bills=[bill.id for bill in bills],
            expires_at=expires_at,
        )
    )
    session.execute(delete(ScanGrant).where(ScanGrant.expires_at <= now))
    return Found(token, expires_at, now, earlier, bills)


def _missed(centre: Centre, session: Session, kiosk: str, now: datetime) -> UnknownCode:
    session.add(ScanMiss(kiosk_id=kiosk, at=now))
    session.flush()
    misses = session.scalar(select(func.count()).where(ScanMiss.kiosk_id == kiosk))
    if misses == centre.settings.misses_per_kiosk:
        audit.note(session, now, kiosk, "bill_codes.throttled", kiosk, {"misses": misses})
    return UnknownCode()


def _must_slow_down(centre: Centre, session: Session, kiosk: str, now: datetime) -> TooMany | None:
    rules = centre.settings
    session.execute(delete(ScanMiss).where(ScanMiss.kiosk_id == kiosk, ScanMiss.at <= now - rules.lock))
    count, first = session.execute(
        select(func.count(), func.min(ScanMiss.at)).where(ScanMiss.kiosk_id == kiosk)
    ).one()
    return None if count < rules.misses_per_kiosk else TooMany(first + rules.lock - now)


def who_may_pay(session: Session, grant: str, kiosk: str, now: datetime) -> list[str]:
    """The ids of the bills that this grant lets somebody at this kiosk ask about. Raises NoGrant."""
    found = session.get(ScanGrant, digest(grant))
    if found is None or found.kiosk_id != kiosk or found.expires_at <= now:
        raise NoGrant
    return [str(id) for id in found.bills]


def bill_of(session: Session, said: str) -> str:
    """The id of the bill that a payment names: its own, or `code:` and a code's key where no centre could be asked."""
    scheme, _, rest = said.partition(":")
    code = session.get(BillCode, rest) if scheme == "code" else None
    return said if code is None else code.bill_id
