"""Takes customers and bills over from where they live today: JSON files, checked whole before anything is written.

What is imported again is brought up to date. One thing an import never does: open a bill that a kiosk was paid for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit, cases
from crm.bodies import Money, Phone
from crm.cases import Opening
from crm.schema import Account, Bill, CaseKind, Customer, LineState, MembershipCard, Payment, PaymentLine
from crm.tokens import Secrets, digest

Pin = Annotated[str, StringConstraints(pattern=r"^\d{4,12}$")]
Short = Annotated[str, StringConstraints(min_length=1, max_length=32)]


class Row(BaseModel):
    """Unlike a kiosk's message, a file with a word we do not know is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AccountRow(Row):
    number: Short
    label: Annotated[str, StringConstraints(max_length=200)] = ""
    area: Annotated[str, StringConstraints(max_length=32)] = ""


class CardRow(Row):
    """`token`: what the reader sends (`990120260007730`, `rfid:0100AB12CD`). `pin`: 4 to 12 digits, kept as a hash."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    pin: Pin


class CustomerRow(Row):
    """`pin`: goes with the account and phone numbers, as a card's goes with the card."""

    id: int
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    phone: Phone = ""
    language: Annotated[str, StringConstraints(max_length=16)] = "zh-Hant"
    tier: Annotated[str, StringConstraints(max_length=16)] = "standard"
    pin: Pin | None = None
    accounts: list[AccountRow] = []
    cards: list[CardRow] = []


class BillRow(Row):
    id: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    account: Short
    kind: Short
    period_from: date
    period_to: date
    amount: Money
    due: date
    paid_on: date | None = None
    paid_by: Annotated[str, StringConstraints(max_length=32)] = ""
    used: Annotated[int, Field(ge=0)] | None = None
    unit: Annotated[str, StringConstraints(max_length=16)] = ""
    auto_pay_failed_on: date | None = None


CUSTOMERS: TypeAdapter[list[CustomerRow]] = TypeAdapter(Annotated[list[CustomerRow], Field(min_length=1)])
BILLS: TypeAdapter[list[BillRow]] = TypeAdapter(Annotated[list[BillRow], Field(min_length=1)])


def import_customers(session: Session, rows: list[CustomerRow], secrets: Secrets, now: datetime) -> int:
    """Adds or updates customers with their accounts and cards; how many."""
    for row in rows:
        hashed = _hashed(row, secrets)
        plain = row.model_dump(exclude={"accounts", "cards", "pin"})
        session.merge(Customer(**plain, pin_hash=hashed.get(row.pin)))
        for account in row.accounts:
            session.merge(Account(**account.model_dump(), customer_id=row.id))
        for card in row.cards:
            kept = hashed[card.pin]
            session.merge(MembershipCard(token_hash=digest(card.token), customer_id=row.id, pin_hash=kept))
    audit.note(session, now, audit.CENTRE, "import.customers", detail={"rows": len(rows)})
    return len(rows)


def _hashed(row: CustomerRow, secrets: Secrets) -> dict[str | None, str]:
    """One hash for each different PIN of one customer: hashing is slow on purpose."""
    pins = {row.pin, *(card.pin for card in row.cards)} - {None}
    return {pin: secrets.hash(pin) for pin in pins if pin is not None}


def import_bills(session: Session, rows: list[BillRow], now: datetime) -> int:
    """Adds or updates bills; how many. Raises ValueError when one belongs to no account."""
    for row in rows:
        if session.get(Account, row.account) is None:
            raise ValueError(f"bill {row.id}: there is no account {row.account}")
        _take_bill(session, row)
    audit.note(session, now, audit.CENTRE, "import.bills", detail={"rows": len(rows)})
    return len(rows)


def _take_bill(session: Session, row: BillRow) -> None:
    known = session.get(Bill, row.id)
    fields: dict[str, Any] = row.model_dump(exclude={"account", "amount"})
    fields.update(account_number=row.account, amount_minor=row.amount.minor, currency=row.amount.currency)
    if known is not None and known.paid_by == "kiosk":
        if row.paid_on is None or row.paid_by == "kiosk":
            fields.update(paid_on=known.paid_on, paid_by="kiosk")
        else:
            _owe_back(session, row)
    session.merge(Bill(**fields))


def _owe_back(session: Session, row: BillRow) -> None:
    """Paid here and there: what the kiosk took is owed back."""
    posted = select(PaymentLine).where(PaymentLine.bill_id == row.id, PaymentLine.state == LineState.POSTED)
    line = session.scalars(posted).one()
    line.state, line.why = LineState.REFUND_DUE, "already_paid"
    payment = session.get_one(Payment, line.payment_id)
    body = {
        "currency": line.currency,
        "lines": [{"bill": line.bill_id, "minor": line.amount_minor, "why": line.why}],
    }
    opening = Opening(
        CaseKind.REFUND, payment.reference, payment.kiosk_id, payment.id, payment.decided_at, body
    )
    cases.open_case(session, opening)
