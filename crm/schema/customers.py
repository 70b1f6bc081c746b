"""Customers, their accounts, cards, grants and bills."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import Base


class Customer(Base):
    """`phone` is digits as dialled; `tier` never leaves the desk."""

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(String(32), default="")
    language: Mapped[str] = mapped_column(String(16), default="zh-Hant")
    tier: Mapped[str] = mapped_column(String(16), default="standard")
    accounts: Mapped[list[Account]] = relationship(back_populates="customer", order_by="Account.number")


class Account(Base):
    __tablename__ = "accounts"
    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    label: Mapped[str] = mapped_column(default="")
    customer: Mapped[Customer] = relationship(back_populates="accounts")


class MembershipCard(Base):
    """A company card: what the reader sends is kept by hash only; the PIN as argon2id."""

    __tablename__ = "membership_cards"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    pin_hash: Mapped[str]
    customer: Mapped[Customer] = relationship()


class CardTries(Base):
    """Tries with one card token since the last success, also for tokens that nobody has: both lock alike."""

    __tablename__ = "card_tries"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]


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
    """`paid_by` is the channel (`kiosk`, `counter`, `bank` ...), empty while the bill is open."""

    __tablename__ = "bills"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_number: Mapped[str] = mapped_column(ForeignKey("accounts.number"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    period_from: Mapped[date]
    period_to: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    due: Mapped[date]
    paid_on: Mapped[date | None]
    paid_by: Mapped[str] = mapped_column(String(32), default="")
    account: Mapped[Account] = relationship()
