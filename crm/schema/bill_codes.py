"""Codes on paper bills, and what holding one up opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base


class BillCode(Base):
    """A code that was printed for a bill, by its key (`crm.bill_texts.key`): the text itself is kept nowhere."""

    __tablename__ = "bill_codes"
    key: Mapped[str] = mapped_column(String(48), primary_key=True)
    bill_id: Mapped[str] = mapped_column(ForeignKey("bills.id"), index=True)
    issued_at: Mapped[datetime]


class ScanGrant(Base):
    """Lets one kiosk ask about these bills at the moment of paying. It opens no account and names no customer."""

    __tablename__ = "scan_grants"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    visit: Mapped[str] = mapped_column(String(64))
    bills: Mapped[list[Any]]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ScanMiss(Base):
    """A code that nobody knows, by kiosk: what stops trying one number after another."""

    __tablename__ = "scan_misses"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "kiosk_id", "at"),)
