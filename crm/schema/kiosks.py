"""Kiosks: who they are, what they sign with, how far they were heard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import UUID, Base, Word
from crm.schema.words import CommandState


class Kiosk(Base):
    """`public_key` is the base64 of 32 raw Ed25519 bytes; empty until the kiosk has enrolled."""

    __tablename__ = "kiosks"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    site: Mapped[str]
    public_key: Mapped[str] = mapped_column(String(64), default="")
    epoch: Mapped[str] = mapped_column(String(64), default="")
    enrolled_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class EnrolmentCode(Base):
    """A one-time code, by hash only."""

    __tablename__ = "enrolment_codes"
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Nonce(Base):
    """A signature's nonce that was seen; kept while its signature could still be replayed."""

    __tablename__ = "nonces"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class SignInMiss(Base):
    """A sign-in that failed, by kiosk: what stops trying one number after another."""

    __tablename__ = "sign_in_misses"
    id: Mapped[int] = mapped_column(primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    at: Mapped[datetime]
    __table_args__ = (Index(None, "kiosk_id", "at"),)


class KioskCommand(Base):
    """What a kiosk is to do. It is sent again with every answer until its result is heard, or its time is over.

    `words`: for `close`, what customers read meanwhile, by language.
    """

    __tablename__ = "kiosk_commands"
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"))
    kind: Mapped[str] = mapped_column(String(32))
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[CommandState] = mapped_column(Word(CommandState), default=CommandState.QUEUED)
    reason: Mapped[str] = mapped_column(String(64), default="")
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (Index(None, "kiosk_id", "state"), Index(None, "kiosk_id", "asked_at"))


class StreamPosition(Base):
    """How far a kiosk's stream has come without a hole, and how far at all (`highest`).

    `gap_noted`: the position whose hole is in the audit list. Of the audit chain, in the line of telemetry: the last line
    that is known to follow on all before (0: none), its hash, and the line behind which it did not go on.
    """

    __tablename__ = "stream_positions"
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.id"), primary_key=True)
    epoch: Mapped[str] = mapped_column(String(64), primary_key=True)
    stream: Mapped[str] = mapped_column(String(16), primary_key=True)
    through: Mapped[int] = mapped_column(BigInteger, default=0)
    highest: Mapped[int] = mapped_column(BigInteger, default=0)
    gap_noted: Mapped[int | None] = mapped_column(BigInteger)
    chain_line: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    chain_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")
    chain_noted: Mapped[int | None] = mapped_column(BigInteger)
