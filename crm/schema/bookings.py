"""Appointments, and what a customer wishes changed of anything under a reference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import UUID, Base, Word
from crm.schema.customers import Customer
from crm.schema.kiosks import Kiosk
from crm.schema.words import BookingState


class Booking(Base):
    """A place at a counter or a technician's visit. `asked_from` is what the customer chose, `begins` what was given."""

    __tablename__ = "bookings"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    reference: Mapped[str] = mapped_column(String(48), unique=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    phone: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    service: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(String(32), default="")
    asked_from: Mapped[datetime]
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    moved: Mapped[str] = mapped_column(String(16), default="")
    slot_id: Mapped[int | None]
    state: Mapped[BookingState] = mapped_column(Word(BookingState), default=BookingState.BOOKED)
    requested_at: Mapped[datetime]
    received_at: Mapped[datetime]
    tz: Mapped[str] = mapped_column(String(64))
    notice: Mapped[str] = mapped_column(String(32))
    context: Mapped[dict[str, Any]]
    customer: Mapped[Customer | None] = relationship()
    kiosk: Mapped[Kiosk] = relationship()
    events: Mapped[list[BookingEvent]] = relationship(order_by="BookingEvent.id")
    __table_args__ = (Index(None, "begins", "service"),)


class BookingEvent(Base):
    """One line of a booking's history. `who` is a staff login, a kiosk id or `centre`."""

    __tablename__ = "booking_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[str] = mapped_column(ForeignKey("bookings.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")


class Wish(Base):
    """To cancel or to move what has this reference; `done` is what became of it, empty while that has not arrived yet.

    A kiosk without a line keeps both the request and, on another kiosk, its cancellation: either may come first.
    """

    __tablename__ = "case_wishes"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    reference: Mapped[str] = mapped_column(String(48), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    window_from: Mapped[datetime | None]
    window_to: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    done: Mapped[str] = mapped_column(String(16), default="")


class CaseMiss(Base):
    """A look-up that found nothing, by kiosk: what stops trying one number after another."""

    __tablename__ = "case_misses"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "kiosk_id", "at"),)
