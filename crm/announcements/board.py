"""Announcements as supervisors write them, and the part of the kiosks that holds those which are not over.

An announcement carries its moments: a kiosk shows it from the one and drops it at the other, also without a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.kiosks.content import Provider
from crm.moments import to_text
from crm.revisions import Moved, change
from crm.schema import Announcement, AnnouncementChange, Severity, Site

LANGUAGES = ("zh-Hant", "en", "zh-Hans")
#: Two lines of a kiosk's strip, by language.
LONGEST = {"zh-Hant": 56, "en": 110, "zh-Hans": 56}
LONGEST_STAY = timedelta(days=366)
#: More than anybody reads; what is beyond waits until others are over.
MOST = 20
#: The part forgets what is over in such steps, so that every worker of the centre makes the same one.
STEP = timedelta(minutes=15)


class NoSuch(LookupError):
    """There is no such announcement."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`sites` are names, none: everywhere. Raises ValueError: which part is wrong."""

    severity: str
    texts: Mapping[str, str]
    begins: datetime
    ends: datetime
    sites: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.severity not in set(Severity):
            raise ValueError("severity")
        if any(not self.texts.get(language) for language in LANGUAGES):
            raise ValueError("texts")
        if any(len(self.texts[language]) > longest for language, longest in LONGEST.items()):
            raise ValueError("long")
        if not self.begins < self.ends <= self.begins + LONGEST_STAY:
            raise ValueError("moments")

    def columns(self, now: datetime) -> dict[str, Any]:
        return {
            "severity": Severity(self.severity),
            "texts": {language: self.texts[language] for language in LANGUAGES},
            "sites": sorted(self.sites),
            "begins": self.begins,
            "ends": self.ends,
            "changed_at": now,
        }


def one_line(typed: str) -> str:
    """As it is shown: one line, without control characters and marks that turn the direction of writing."""
    spaced = "".join(" " if each.isspace() else each for each in typed)
    plain = "".join(each for each in spaced if unicodedata.category(each)[0] != "C")
    return " ".join(plain.split())


def find(session: Session, id: int) -> Announcement:
    """Raises NoSuch."""
    row = session.get(Announcement, id)
    if row is None:
        raise NoSuch(id)
    return row


def changes(session: Session, id: int, limit: int = 50) -> Sequence[AnnouncementChange]:
    """Newest first."""
    rows = select(AnnouncementChange).where(AnnouncementChange.announcement_id == id)
    return session.scalars(rows.order_by(AnnouncementChange.id.desc()).limit(limit)).all()


def current(session: Session, now: datetime) -> Sequence[Announcement]:
    """Shown now or later, in the order of their beginning."""
    return session.scalars(_standing(now).order_by(Announcement.begins, Announcement.id)).all()


def over(session: Session, now: datetime, limit: int = 20) -> Sequence[Announcement]:
    """Those that ended last, newest first."""
    rows = select(Announcement).where(Announcement.withdrawn.is_(False), Announcement.ends <= now)
    return session.scalars(rows.order_by(Announcement.ends.desc()).limit(limit)).all()


def write(session: Session, draft: Draft, who: str, now: datetime) -> Announcement:
    """Raises ValueError (`moments`, `sites`)."""
    _must_fit(session, draft, now)
    row = Announcement(withdrawn=False, revision=1, **draft.columns(now))
    session.add(row)
    session.flush()
    _keep(session, row, "written", who, now)
    return row


def rewrite(session: Session, id: int, revision: int, draft: Draft, who: str, now: datetime) -> Announcement:
    """Raises NoSuch, ValueError (`moments`, `sites`) and Moved: also of one that was withdrawn."""
    _must_fit(session, draft, now)
    if find(session, id).withdrawn:
        raise Moved(id)
    row = change(session, Announcement, id, revision, **draft.columns(now))
    _keep(session, row, "changed", who, now)
    return row


def withdraw(session: Session, id: int, revision: int, who: str, now: datetime) -> Announcement:
    """Off the kiosks for good. Raises NoSuch and Moved."""
    if find(session, id).withdrawn:
        raise Moved(id)
    row = change(session, Announcement, id, revision, withdrawn=True, changed_at=now)
    _keep(session, row, "withdrawn", who, now)
    return row


def _must_fit(session: Session, draft: Draft, now: datetime) -> None:
    if draft.ends <= now:
        raise ValueError("moments")
    known = select(func.count()).select_from(Site).where(Site.name.in_(list(draft.sites)))
    if session.scalar(known) != len(set(draft.sites)):
        raise ValueError("sites")


def _keep(session: Session, row: Announcement, what: str, who: str, now: datetime) -> None:
    session.add(AnnouncementChange(announcement_id=row.id, what=what, texts=row.texts, who=who, at=now))
    audit.note(session, now, who, f"announcement.{what}", str(row.id), {"severity": row.severity.value})


# --- what kiosks pull -------------------------------------------------------------------------


def body(session: Session, now: datetime) -> list[dict[str, Any]] | None:
    """Those that are not over, the next ones to begin first; None: there is nothing to say."""
    rows = session.scalars(_standing(_step(now)).order_by(Announcement.begins, Announcement.id).limit(MOST))
    return [_told(row) for row in rows] or None


def stamp(session: Session, now: datetime) -> str:
    """Changes with every change of what is not over, and when something of it is."""
    standing = _standing(_step(now)).subquery()
    asked = select(func.count(), func.sum(standing.c.revision), func.max(standing.c.changed_at))
    return str(session.execute(asked).one())


PROVIDER = Provider(body, stamp)


def _standing(now: datetime) -> Select[Announcement]:
    return select(Announcement).where(Announcement.withdrawn.is_(False), Announcement.ends > now)


def _step(now: datetime) -> datetime:
    return now - timedelta(seconds=now.timestamp() % STEP.total_seconds())


def _told(row: Announcement) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "severity": row.severity.value,
        "texts": dict(row.texts),
        "sites": list(row.sites),
        "from": to_text(row.begins),
        "to": to_text(row.ends),
    }
