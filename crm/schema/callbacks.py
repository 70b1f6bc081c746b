"""Callbacks, which staff work off, with their history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.callbacks.dispatch import RETRY_GRACE
from crm.schema.base import UUID, Base, Word
from crm.schema.customers import Customer
from crm.schema.kiosks import Kiosk
from crm.schema.staff import Staff
from crm.schema.words import CallbackState


def _plain_rank(context: Any) -> datetime:
    """Where nobody weighed it: the end of the promise."""
    said = context.get_current_parameters()
    again: datetime | None = said.get("retry_at")
    promise: datetime = said["window_to"]
    return promise if again is None else again + RETRY_GRACE


class Callback(Base):
    """A request to be called back. `id` is its record's; `requested_at` is the customer's own time.

    `customer_id` is empty for a guest, `phone` for who left an e-mail address alone. `retry_at` is set in the state
    RETRY, `outcome` in DONE. `attempts` counts calls in this window that nobody answered; `first_call_at` is the
    first call for this window; `escalated` makes it a supervisor's. `asked_from` and `asked_to` are what the customer
    chose, `moved` is why the window is another one; `script` is the version of the script whose steps were ticked
    last. `rank_at` is its place in the queue (`crm/callbacks/dispatch.py`). Until `kept_until` it is `kept_for`'s
    alone.
    """

    __tablename__ = "callbacks"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    reference: Mapped[str] = mapped_column(String(48), unique=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    visit: Mapped[str] = mapped_column(String(64), default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    phone: Mapped[str] = mapped_column(String(32))
    email: Mapped[str] = mapped_column(String(254), default="")
    topic: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    window_from: Mapped[datetime]
    window_to: Mapped[datetime]
    soonest: Mapped[bool]
    asked_from: Mapped[datetime | None]
    asked_to: Mapped[datetime | None]
    moved: Mapped[str] = mapped_column(String(16), default="")
    slot_id: Mapped[int | None]
    reply: Mapped[str] = mapped_column(String(16), default="phone")
    rank_at: Mapped[datetime] = mapped_column(default=_plain_rank)
    merged_into: Mapped[str | None] = mapped_column(String(48), index=True)
    kept_for: Mapped[int | None]
    kept_until: Mapped[datetime | None]
    state: Mapped[CallbackState] = mapped_column(Word(CallbackState), default=CallbackState.QUEUED)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    first_call_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    escalated: Mapped[bool] = mapped_column(default=False)
    script: Mapped[str] = mapped_column(String(32), default="")
    outcome: Mapped[str] = mapped_column(String(32), default="")
    done_at: Mapped[datetime | None]
    requested_at: Mapped[datetime]
    received_at: Mapped[datetime]
    tz: Mapped[str] = mapped_column(String(64))
    notice: Mapped[str] = mapped_column(String(32))
    promotional_consent: Mapped[bool]
    context: Mapped[dict[str, Any]]
    trail: Mapped[list[Any]]
    customer: Mapped[Customer | None] = relationship()
    claimant: Mapped[Staff | None] = relationship(foreign_keys=claimed_by)
    kiosk: Mapped[Kiosk] = relationship()
    events: Mapped[list[CallbackEvent]] = relationship(order_by="CallbackEvent.id")
    __table_args__ = (
        Index(None, "state", "window_to"),
        Index(None, "state", "rank_at"),  # who is next
        Index(None, "window_to"),  # the kept-promise figure
        Index(None, "done_at"),  # what was done today
        Index(None, "requested_at"),  # demand by hour
        Index(None, "customer_id", "requested_at"),  # other requests of the same customer
        Index(None, "phone"),  # other requests from the same number
        Index(None, "email"),  # and from the same address
    )


class CallbackEvent(Base):
    """One line of a callback's history. `who` is a staff login, a kiosk id or `centre`."""

    __tablename__ = "callback_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    callback_id: Mapped[str] = mapped_column(ForeignKey("callbacks.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
