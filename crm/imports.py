"""Takes customers and bills over from where they live today: JSON files, checked whole before anything is written.

What is imported again is brought up to date. One thing an import never does: open a bill that a kiosk was paid for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.billing.codes import issue
from crm.billing.payments import owe_back
from crm.intake.bodies import Money, Phone
from crm.schema import Account, Bill, Customer, LineState, MembershipCard, Payment, PaymentLine
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
    #: The sixteen characters that its printed codes carry; empty: nothing to scan is known of it.
    code: Annotated[str, StringConstraints(pattern=r"^([0-9A-Z]{16})?$")] = ""
    allow_partial: bool = False
    minimum: int | None = Field(default=None, gt=0)
    maximum: int | None = Field(default=None, gt=0)
    cash_only: bool = False


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
        _take_bill(session, row, now)
    audit.note(session, now, audit.CENTRE, "import.bills", detail={"rows": len(rows)})
    return len(rows)


def _take_bill(session: Session, row: BillRow, now: datetime) -> None:
    known = session.get(Bill, row.id)
    fields: dict[str, Any] = row.model_dump(exclude={"account", "amount", "code", "minimum", "maximum"})
    fields.update(account_number=row.account, amount_minor=row.amount.minor, currency=row.amount.currency)
    fields.update(minimum_minor=row.minimum, maximum_minor=row.maximum)
    came_in = 0 if known is None else known.paid_minor
    if row.paid_on is not None and row.paid_by != "kiosk":
        if known is not None and known.paid_by == "kiosk":
            _owe_back(session, row)
        came_in = row.amount.minor
    elif known is not None and known.paid_by == "kiosk":
        fields.update(paid_on=known.paid_on, paid_by="kiosk")
    fields.update(paid_minor=min(came_in, row.amount.minor))
    bill = session.merge(Bill(**fields))
    session.flush()
    if row.code:
        issue(session, bill, row.code, now)


def _owe_back(session: Session, row: BillRow) -> None:
    """Paid here and there: what kiosks took for it is owed back."""
    posted = select(PaymentLine).where(PaymentLine.bill_id == row.id, PaymentLine.posted_minor > 0)
    for line in session.scalars(posted):
        line.state, line.why, line.posted_minor = LineState.REFUND_DUE, "already_paid", 0
        owe_back(session, session.get_one(Payment, line.payment_id))
