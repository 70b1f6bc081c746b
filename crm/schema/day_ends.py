"""The terminals' own reckonings, and what others outside say of the same money."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import UUID, Base


class DayEnd(Base):
    """One end of day at a kiosk's terminal, as the kiosk told it: what its journal took from `begins` to `ends`, and what
    the terminal says it took. `day` is the local day of `ends`.

    `journal` and `terminal` hold {payments: {count, minor}, reversals: {count, minor}}; `terminal` None: it gave none,
    and `why` says so. A `count` None: the terminal told a sum and no number. `net`: one sum, payments less reversals.
    `transactions`: the journal's newest, as the kiosk told them (None: an older kiosk); `more` are not among them.
    """

    __tablename__ = "day_ends"
    record_id: Mapped[str] = mapped_column(UUID, primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    day: Mapped[date]
    begins: Mapped[datetime | None]
    ends: Mapped[datetime]
    terminal_id: Mapped[str] = mapped_column(String(32), default="")
    batch: Mapped[str] = mapped_column(String(32), default="")
    currency: Mapped[str] = mapped_column(String(3))
    closed: Mapped[bool]
    verdict: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(32), default="")
    net: Mapped[bool] = mapped_column(default=False)
    journal: Mapped[dict[str, Any]]
    terminal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    transactions: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    more: Mapped[int] = mapped_column(default=0, server_default="0")
    received_at: Mapped[datetime]
    __table_args__ = (Index(None, "kiosk_id", "day"),)


class OutsideRow(Base):
    """One line of a file from outside: what the acquirer paid out (`payout`), or what billing posted (`posting`).

    `key` is what it is about: a payment's reference, for a posting also the bill. `day` is the business day that the file
    gives it, after its own cut-off.
    """

    __tablename__ = "outside_rows"
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    reference: Mapped[str] = mapped_column(String(48))
    day: Mapped[date]
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    times: Mapped[int] = mapped_column(default=1)
    imported_at: Mapped[datetime]
    __table_args__ = (Index(None, "source", "day"), Index(None, "source", "reference"))
