"""Customers, their accounts, cards, grants and bills."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import Base


class Customer(Base):
    """`phone` is digits as dialled; `pin_hash` goes with account and phone number; `tier` never leaves the desk."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(32), default="", index=True)
    pin_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(16), default="zh-Hant")
    tier: Mapped[str] = mapped_column(String(16), default="standard")
    accounts: Mapped[list[Account]] = relationship(back_populates="customer", order_by="Account.number")


class Account(Base):
    """`label` is the customer's own word for it; `area` is a supply area's code, for news of outages."""

    __tablename__ = "accounts"
    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    label: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(String(32), default="")
    closed_on: Mapped[date | None]
    customer: Mapped[Customer] = relationship(back_populates="accounts")


class MembershipCard(Base):
    """A company card: what the reader sends is kept by hash only; the PIN as argon2id."""

    __tablename__ = "membership_cards"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    pin_hash: Mapped[str]
    customer: Mapped[Customer] = relationship()


class CardTries(Base):
    """Tries with one card token or typed number since the last success, also for what nobody has: all lock alike."""

    __tablename__ = "card_tries"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


class SignInCode(Base):
    """A one-time code that was asked for, by hash only; the newest of a number is the only one that counts.

    Also for a number that nobody has: then `customer_id` is empty and the code was told to nobody.
    """

    __tablename__ = "sign_in_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    number_hash: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    visit: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str | None]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "number_hash", "asked_at"), Index(None, "kiosk_id", "asked_at"))


class Grant(Base):
    """What a sign-in gives: opens one customer's data to one kiosk for one visit. The token is kept by hash only.

    The row outlives its validity, because a callback sent later names only the visit.
    """

    __tablename__ = "grants"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    visit: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "kiosk_id", "visit"),)


class Bill(Base):
    """`paid_by` is the channel (`kiosk`, `counter`, `bank` ...), empty while the bill is open.

    `used` is what was metered, in `unit` (`kWh`, `m3`). `auto_pay_failed_on`: the day on which the bank said no.

    `paid_minor` is what came in so far; the check is the law that no bill ever takes more than it asks for, kept by the
    database itself. At once may be paid: a part only with `allow_partial`, from `minimum_minor` to `maximum_minor`; by
    card nothing with `cash_only`.
    """

    __tablename__ = "bills"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_number: Mapped[str] = mapped_column(ForeignKey("accounts.number"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    period_from: Mapped[date]
    period_to: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    due: Mapped[date]
    paid_on: Mapped[date | None] = mapped_column(index=True)
    paid_by: Mapped[str] = mapped_column(String(32), default="")
    used: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(16), default="")
    auto_pay_failed_on: Mapped[date | None]
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    allow_partial: Mapped[bool] = mapped_column(default=False)
    minimum_minor: Mapped[int | None] = mapped_column(BigInteger)
    maximum_minor: Mapped[int | None] = mapped_column(BigInteger)
    cash_only: Mapped[bool] = mapped_column(default=False)
    account: Mapped[Account] = relationship()
    __table_args__ = (
        Index(None, "account_number", "period_to"),
        CheckConstraint("paid_minor >= 0 AND paid_minor <= amount_minor", name="never_over"),
    )

    @property
    def rest_minor(self) -> int:
        """What is still to be paid."""
        return self.amount_minor - self.paid_minor


class Outage(Base):
    """No supply in an area, planned or not, from `starts_at` to when it is expected to end."""

    __tablename__ = "outages"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    area: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    planned: Mapped[bool]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    __table_args__ = (Index(None, "area", "ends_at"),)


class NoticeSeen(Base):
    """A notice that this customer has seen: it is not shown again. `notice` is its rule and what it is about."""

    __tablename__ = "notices_seen"
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    notice: Mapped[str] = mapped_column(String(100), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    seen_at: Mapped[datetime]
