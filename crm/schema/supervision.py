"""What supervisors look at: calls as they ended, thresholds, the condition of kiosks, alerts, journals' totals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import UUID, Base


class Call(Base):
    """One call under one claim, with what reports group by beside it, so that they need no other table.

    `number` counts the calls of its request from 1; `first` is the first one for `window_to`. All lengths are seconds:
    `waited_s` from the request to this call, `handled_s` from the claim and `talk_s` from the dialling to the outcome.
    `ended_at` empty: it is under way. `outcome` is the act that ended it, `lapsed` when nobody did.
    """

    __tablename__ = "calls"
    id: Mapped[int] = mapped_column(primary_key=True)
    callback_id: Mapped[str] = mapped_column(ForeignKey("callbacks.id"))
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    topic: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    agent: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    first: Mapped[bool]
    window_to: Mapped[datetime]
    claimed_at: Mapped[datetime]
    dialled_at: Mapped[datetime]
    waited_s: Mapped[int]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(32), default="")
    handled_s: Mapped[int] = mapped_column(default=0)
    talk_s: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        UniqueConstraint("callback_id", "number"),
        Index(None, "dialled_at"),
        Index(None, "ended_at"),
        Index(None, "window_to"),
    )


class Threshold(Base):
    """A target or limit that supervisors changed; what is not here has its default (`crm/figures/thresholds.py`)."""

    __tablename__ = "thresholds"
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    value: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class KioskHealth(Base):
    """The last that a kiosk told of itself. `service` is `open`, `closed` or `out_of_order`."""

    __tablename__ = "kiosk_health"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    service: Mapped[str] = mapped_column(String(32))
    software: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[str] = mapped_column(String(64), default="")
    waiting: Mapped[int]
    parked: Mapped[int]
    told_at: Mapped[datetime]
    clock_ahead_s: Mapped[int | None] = mapped_column(BigInteger)


class DeviceState(Base):
    """One device of a kiosk as it was told last; `faults` are pairs of a fault and its owner. `since`: of this state."""

    __tablename__ = "device_states"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    device: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(32))
    faults: Mapped[list[Any]]
    since: Mapped[datetime]


class Alert(Base):
    """Something about a kiosk that somebody must see to: opened once when it begins, closed once when it ends.

    `subject` is a device, `service`, `line` or `queue`; at most one alert of a kiosk's subject is open. `what` says what
    it is (a fault, a state), `owner` who must act, `level` is `yellow` or `red`.
    """

    __tablename__ = "alerts"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    subject: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "kiosk_id",
            "subject",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class JournalTotals(Base):
    """What a kiosk's own journal holds of one local day, to be compared with what arrived.

    `totals` is a list of {outcome, currency, count, minor}; `first_seq` to `last_seq` are the money stream's numbers
    of that day's outcomes, both 0 on a day without any.
    """

    __tablename__ = "journal_totals"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    totals: Mapped[list[Any]]
    record_id: Mapped[str] = mapped_column(UUID)
    received_at: Mapped[datetime]
