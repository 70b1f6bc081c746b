"""Announcements on the kiosks, and every wording that they had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base, Word
from crm.schema.words import Severity


class Announcement(Base):
    """Shown from `begins` to `ends`, unless it was withdrawn. `texts` by language; `sites` are names, none: everywhere.

    `revision` counts every change, for compare-and-set.
    """

    __tablename__ = "announcements"
    id: Mapped[int] = mapped_column(primary_key=True)
    severity: Mapped[Severity] = mapped_column(Word(Severity))
    texts: Mapped[dict[str, Any]]
    sites: Mapped[list[Any]]
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    __table_args__ = (Index(None, "withdrawn", "ends"),)


class AnnouncementChange(Base):
    """What was made of an announcement; never changed. `what`: `written`, `changed`, `withdrawn`; `texts` as of then."""

    __tablename__ = "announcement_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    texts: Mapped[dict[str, Any]]
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
