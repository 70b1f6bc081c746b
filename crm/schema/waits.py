"""How long one waits at a counter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base


class Wait(Base):
    """What was told last of one site: people waiting, counters open (0: nobody serves) and minutes until one's turn.

    `told_by` is a staff login or a queue system's name. `revision` counts every change, for compare-and-set.
    """

    __tablename__ = "waits"
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"), primary_key=True)
    waiting: Mapped[int]
    counters: Mapped[int]
    minutes: Mapped[int]
    told_at: Mapped[datetime]
    told_by: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]


class QueueSystem(Base):
    """A queue-ticket system that tells of one site. `public_key` is the base64 of 32 raw Ed25519 bytes.

    `signed_at`: when its last request was signed, by its own clock; an older or equal one was sent before.
    """

    __tablename__ = "queue_systems"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    site: Mapped[str] = mapped_column(ForeignKey("sites.name"))
    public_key: Mapped[str] = mapped_column(String(64))
    trusted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
