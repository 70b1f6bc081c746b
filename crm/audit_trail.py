"""Who did what, in one order of time: the centre's own lines, and what kiosks told (their audit records).

Two tables, each read through an index from where a page begins; nothing is looked at that a page does not show. The lines
by which batches of records are vouched for (crm/intake/batch_seal.py) are there for whoever asks for them by their word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crm.intake.batch_seal import TAKEN
from crm.schema import AuditLine, Record

#: Behind a line of the centre every record of the same moment comes; before every line of it, none.
_LAST, _FIRST = str(UUID(int=2**128 - 1)), 0
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a line stands: by time, then the centre's before what kiosks told. The greater the newer."""

    at: datetime
    line: int = _FIRST
    record: str = _LAST

    @property
    def text(self) -> str:
        micros = (self.at - _BEGAN) // timedelta(microseconds=1)
        return f"{micros}-{self.line}-{UUID(self.record).hex}"

    @classmethod
    def read(cls, text: str) -> Place:
        """Of what `text` said. Raises ValueError."""
        micros, line, record = text.split("-")
        try:
            at = _BEGAN + timedelta(microseconds=int(micros))
        except OverflowError as wrong:
            raise ValueError("no moment") from wrong
        return cls(at, int(line), str(UUID(record)))


@dataclass(frozen=True, slots=True)
class Told:
    """One line, whoever told it. `number`: its place in its chain, or in its kiosk's stream."""

    place: Place
    number: int | None
    who: str
    what: str
    subject: str
    detail: dict[str, Any]

    @property
    def at(self) -> datetime:
        return self.place.at


@dataclass(frozen=True, slots=True)
class Wanted:
    """`what` is how the word begins, `who` and `subject` are whole, `ends` is not in it; `behind`: older than that."""

    who: str = ""
    what: str = ""
    subject: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    behind: Place | None = None


def newest(session: Session, wanted: Wanted, count: int) -> list[Told]:
    """The newest first."""
    both = merge(
        _lines(session, wanted, count),
        _records(session, wanted, count),
        key=lambda told: told.place,
        reverse=True,
    )
    return list(islice(both, count))


def _lines(session: Session, wanted: Wanted, count: int) -> Iterator[Told]:
    at, id = AuditLine.at, AuditLine.id
    rows = select(AuditLine).order_by(at.desc(), id.desc()).limit(count)
    if wanted.who:
        rows = rows.where(AuditLine.who == wanted.who)
    if wanted.what:
        rows = rows.where(AuditLine.what.startswith(wanted.what, autoescape=True))
    if wanted.subject:
        rows = rows.where(AuditLine.subject == wanted.subject)
    if not TAKEN.startswith(wanted.what or " "):
        rows = rows.where(AuditLine.what != TAKEN)
    rows = rows.where(*_within(at, wanted))
    if wanted.behind:
        rows = rows.where(or_(at < wanted.behind.at, and_(at == wanted.behind.at, id < wanted.behind.line)))
    for line in session.scalars(rows):
        place = Place(line.at, line.id)
        yield Told(place, line.seq, line.who, line.what, line.subject, line.detail)


def _records(session: Session, wanted: Wanted, count: int) -> Iterator[Told]:
    """What was told before there were batches is among the lines."""
    if wanted.subject:
        return
    at, id = Record.occurred_at, Record.id
    rows = select(Record).where(Record.kind == "audit", Record.batch.is_not(None))
    rows = rows.order_by(at.desc(), id.desc()).limit(count)
    if wanted.who:
        rows = rows.where(Record.kiosk_id == wanted.who)
    if wanted.what:
        rows = rows.where(Record.what != "", Record.what.startswith(wanted.what, autoescape=True))
    rows = rows.where(*_within(at, wanted))
    if wanted.behind:
        rows = rows.where(or_(at < wanted.behind.at, and_(at == wanted.behind.at, id < wanted.behind.record)))
    for record in session.scalars(rows):
        said = record.body.get("fields", {})
        yield Told(
            Place(record.occurred_at, _FIRST, record.id), record.seq, record.kiosk_id, record.what, "", said
        )


def _within(at: Any, wanted: Wanted) -> list[Any]:
    begins = [at >= wanted.begins] if wanted.begins else []
    ends = [at < wanted.ends] if wanted.ends else []
    return [*begins, *ends, *([at <= wanted.behind.at] if wanted.behind else [])]
