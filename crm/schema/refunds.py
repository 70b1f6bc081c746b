"""Money that goes back, one row a payment: by the kiosk that took it, or by two members of staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import UUID, Base, Word
from crm.schema.payments import Payment
from crm.schema.words import RefundKind, RefundState


class Refund(Base):
    """`minor` of the payment goes back. `granted_until`: to when the kiosk alone may give it back.

    `reversal` is the kiosk's last word on it: an outcome, or nothing. `checked`: whoever proposed it has the acquirer's
    word that nothing went back. Logins are those of the two who decided; `paid_reference` is the bank's.
    """

    __tablename__ = "refunds"
    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[str] = mapped_column(UUID, ForeignKey("payments.id"), unique=True)
    kind: Mapped[RefundKind] = mapped_column(Word(RefundKind))
    state: Mapped[RefundState] = mapped_column(Word(RefundState))
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    opened_at: Mapped[datetime]
    granted_until: Mapped[datetime | None]
    reversal: Mapped[str] = mapped_column(String(32), default="")
    reversal_cause: Mapped[str] = mapped_column(String(32), default="")
    reversed_at: Mapped[datetime | None]
    checked: Mapped[bool] = mapped_column(default=False)
    proposed_by: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(64), default="")
    approved_at: Mapped[datetime | None]
    paid_by: Mapped[str] = mapped_column(String(64), default="")
    paid_on: Mapped[date | None]
    paid_reference: Mapped[str] = mapped_column(String(64), default="")
    payment: Mapped[Payment] = relationship()
    __table_args__ = (Index(None, "state", "opened_at"), Index(None, "paid_on"))
