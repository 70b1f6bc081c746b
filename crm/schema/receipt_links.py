"""Links to proofs of payment, as kiosks made them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import UUID, Base


class ReceiptLink(Base):
    """`code_hash` is of the code that its customer has (SHA-256, hexadecimal); the code itself never came here.

    `payment_id` is no foreign key: a link and its payment come in two streams, and either may be here first. `until` is
    the last day on which it opens anything, in the house's zone.
    """

    __tablename__ = "receipt_links"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    payment_id: Mapped[str] = mapped_column(UUID, index=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    language: Mapped[str] = mapped_column(String(16))
    until: Mapped[date] = mapped_column(index=True)
