"""Staff, their sessions, and the audit list with its chain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.schema.base import Base, Word
from crm.schema.words import Role


class Staff(Base):
    """`languages`: those in which this person calls customers, by spaces; empty: any.

    `password_until`: the password was handed out and holds until then; None: its owner has chosen it.
    """

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(Word(Role))
    password_hash: Mapped[str]
    languages: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    password_until: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class StaffSession(Base):
    """A signed-in browser; the cookie's token is kept by hash only."""

    __tablename__ = "staff_sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    staff: Mapped[Staff] = relationship()


class AuditLine(Base):
    """Who did what to what. `who` is a staff login, a kiosk id or `centre`; `detail` holds no personal data.

    `chain`, `seq` and `hash` are its place (`crm/chain.py`), set at the end of the transaction that wrote it.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]]
    chain: Mapped[str] = mapped_column(String(32), default="")
    seq: Mapped[int | None] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64), default="")
    __table_args__ = (
        Index(None, "chain", "seq", unique=True),
        # What kiosks tell, most of all lines, has no subject.
        Index(None, "subject", postgresql_where="subject <> ''", sqlite_where="subject <> ''"),
    )


class AuditHead(Base):
    """Where a chain of audit lines ends. Whoever writes lines of it holds this until the commit."""

    __tablename__ = "audit_heads"
    chain: Mapped[str] = mapped_column(String(32), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
