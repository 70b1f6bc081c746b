"""Cases: everything but calls that staff must settle, with their history; and ratings, which are nobody's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import UUID, Base, Word
from crm.schema.customers import Customer
from crm.schema.kiosks import Kiosk
from crm.schema.staff import Staff
from crm.schema.words import Approval, CaseKind, CaseState


class Case(Base):
    """Something staff must settle. `reference` is what the customer holds; one case of a kind per reference.

    `opened_at` is the customer's own time, `due_at` until when it is promised or may begin (`starts_at`). `customer_id`,
    `phone`, `email`, `visit` are empty for whoever stayed unnamed. `seen_at`: when a supervisor noted an urgent one.
    `compensation_*` and `approval` belong to complaints; `outcome` is set when it is closed. `parent`: the reference of
    the case that this one follows up.
    """

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(48))
    kind: Mapped[CaseKind] = mapped_column(Word(CaseKind))
    state: Mapped[CaseState] = mapped_column(Word(CaseState), default=CaseState.OPEN)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    payment_id: Mapped[str | None] = mapped_column(UUID, index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    body: Mapped[dict[str, Any]]
    visit: Mapped[str] = mapped_column(String(64), default="")
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    topic: Mapped[str] = mapped_column(String(32), default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    claimed_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(32), default="")
    compensation_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    compensation_currency: Mapped[str] = mapped_column(String(3), default="")
    approval: Mapped[Approval] = mapped_column(Word(Approval), default=Approval.NONE)
    parent: Mapped[str] = mapped_column(String(48), default="")
    customer: Mapped[Customer | None] = relationship()
    claimant: Mapped[Staff | None] = relationship()
    kiosk: Mapped[Kiosk] = relationship()
    events: Mapped[list[CaseEvent]] = relationship(order_by="CaseEvent.id")
    __table_args__ = (
        UniqueConstraint("kind", "reference"),
        Index(None, "state", "opened_at"),
        Index(None, "kind", "state", "due_at"),  # one kind's list
        Index(None, "kind", "closed_at"),  # what of one kind was closed today
        Index(None, "reference"),  # a customer asks by number
    )


class CaseEvent(Base):
    """One line of a case's history. `who` is a staff login, a kiosk id or `centre`; `step` names what was done."""

    __tablename__ = "case_events"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(32), default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Rating(Base):
    """One tap after a task: 1 to 5. `id` is its record's; nothing in it leads to a person."""

    __tablename__ = "ratings"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    score: Mapped[int]
    task: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    kiosk: Mapped[Kiosk] = relationship()
