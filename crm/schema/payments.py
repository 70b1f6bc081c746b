"""Records as they came, and payments with their lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import UUID, Base, Word
from crm.schema.words import LineState, Outcome


class Record(Base):
    """One record as it came. Its id is an idempotency key of its kiosk, bound to `body_hash`.

    The sequence is indexed, not unique: book-keeping must never be a reason to refuse money. `what`: of an audit record,
    its word; else empty. `batch`: which line of the kiosk's audit chain vouches for it (`crm/intake/batch_seal.py`);
    empty for what came before there were such lines. The kiosk is held while a record is stored, so no foreign key asks
    for it once more. On PostgreSQL there is a table a day, by the time in the id
    (`crm/intake/partitions.py`).
    """

    __tablename__ = "records"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64))
    stream: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    occurred_at: Mapped[datetime]
    tz: Mapped[str] = mapped_column(String(64))
    body_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    batch: Mapped[int | None] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(String(64), default="")
    __table_args__ = (
        Index(None, "kiosk_id", "epoch", "stream", "seq"),
        Index(None, "kind", "occurred_at"),  # counted by supervisors' reports, listed by the audit page
        Index(None, "kiosk_id", "kind", "occurred_at"),  # one kiosk's day
        Index(None, "what", "occurred_at", postgresql_where="what <> ''", sqlite_where="what <> ''"),
        {"postgresql_partition_by": "RANGE (id)"},
    )


class Payment(Base):
    """One payment: `id` is its UUID for life. `slip_card` is masked (`••••1234`); no more of it ever arrives."""

    __tablename__ = "payments"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    reference: Mapped[str] = mapped_column(String(48), unique=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome), index=True)
    cause: Mapped[str] = mapped_column(String(32), default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime]
    recovered: Mapped[bool]
    offline: Mapped[bool]
    posted_at: Mapped[datetime | None]
    slip_terminal_id: Mapped[str] = mapped_column(String(32), default="")
    slip_trace: Mapped[int | None] = mapped_column(BigInteger)
    slip_receipt: Mapped[int | None] = mapped_column(BigInteger)
    slip_card: Mapped[str] = mapped_column(String(16), default="")
    slip_scheme: Mapped[str] = mapped_column(String(32), default="")
    slip_approval_code: Mapped[str] = mapped_column(String(32), default="")
    slip_time: Mapped[str] = mapped_column(String(32), default="")
    slip_merchant_id: Mapped[str] = mapped_column(String(32), default="", server_default="")
    slip_batch: Mapped[str] = mapped_column(String(32), default="", server_default="")
    lines: Mapped[list[PaymentLine]] = relationship(back_populates="payment", order_by="PaymentLine.position")
    __table_args__ = (Index(None, "decided_at"), Index(None, "kiosk_id", "decided_at"))


class PaymentLine(Base):
    """One bill within a payment. `bill_id` is what the kiosk said, so it may name no bill of ours (`why`).

    `posted_minor` is what of it the bill took; the rest of an approved line is owed back.
    """

    __tablename__ = "payment_lines"
    payment_id: Mapped[str] = mapped_column(ForeignKey("payments.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    bill_id: Mapped[str] = mapped_column(String(64), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[LineState] = mapped_column(Word(LineState))
    why: Mapped[str] = mapped_column(String(32), default="")
    posted_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    payment: Mapped[Payment] = relationship(back_populates="lines")
    __table_args__ = (
        CheckConstraint("posted_minor >= 0 AND posted_minor <= amount_minor", name="posted_within"),
    )
