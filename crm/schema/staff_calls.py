"""Calls for staff: a customer at a kiosk asked for somebody to come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import UUID, Base, Word
from crm.schema.kiosks import Kiosk
from crm.schema.staff import Staff
from crm.schema.words import StaffCallEnd


class StaffCall(Base):
    """`id` is its first record's; nothing in it leads to a person. `step` is the screen's name, `need` what it waits for.

    `going_by`: who said at the desk that they go. `ended` and `after_ms` (from the call to its end, by the kiosk's one
    clock) are the kiosk's word; None: nobody has heard the end yet.
    """

    __tablename__ = "staff_calls"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    step: Mapped[str] = mapped_column(String(32))
    need: Mapped[str] = mapped_column(String(32))
    called_at: Mapped[datetime] = mapped_column(index=True)
    going_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    going_at: Mapped[datetime | None]
    ended: Mapped[StaffCallEnd | None] = mapped_column(Word(StaffCallEnd))
    ended_at: Mapped[datetime | None]
    after_ms: Mapped[int | None]
    kiosk: Mapped[Kiosk] = relationship()
    going: Mapped[Staff | None] = relationship()
    __table_args__ = (Index(None, "kiosk_id", "called_at"),)
