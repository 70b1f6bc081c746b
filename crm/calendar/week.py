"""The week as supervisors keep it: windows of each weekday and how many each takes. Kiosks pull what changed.

Whoever changes a window says how it was seen; another change in between refuses it. What customers already have is not
touched: a lower capacity gives no more places, a window that is gone offers none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import audit
from crm.calendar.office import HOUSE, Service, patterns
from crm.revisions import Moved
from crm.schema import WindowPattern

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_PLACES = 999


@dataclass(frozen=True, slots=True)
class Hours:
    """One window of a day, local `HH:MM`, and its places. Raises ValueError: which part is wrong."""

    opens: str
    closes: str
    capacity: int

    def __post_init__(self) -> None:
        if not CLOCK.fullmatch(self.opens) or not CLOCK.fullmatch(self.closes) or self.opens >= self.closes:
            raise ValueError("hours")
        if not 0 <= self.capacity <= MOST_PLACES:
            raise ValueError("capacity")

    @classmethod
    def of(cls, row: WindowPattern) -> Hours:
        return cls(row.opens, row.closes, row.capacity)

    @property
    def columns(self) -> dict[str, Any]:
        return {"opens": self.opens, "closes": self.closes, "capacity": self.capacity}

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes} {self.capacity}"


@dataclass(frozen=True, slots=True)
class Where:
    """Whose week: of a service, at a place or, "", at all that have none of their own."""

    service: Service
    place: str = HOUSE


def own(session: Session, where: Where) -> Sequence[WindowPattern]:
    """The windows that stand under this very place, in their order."""
    mine = WindowPattern.service == where.service, WindowPattern.place == where.place
    rows = select(WindowPattern).where(*mine).order_by(WindowPattern.weekday, WindowPattern.opens)
    return session.scalars(rows).all()


def add(
    session: Session, where: Where, weekdays: Sequence[int], hours: Hours, who: str, now: datetime
) -> None:
    """One window on each of these days. Raises ValueError (`overlap`), and Moved where somebody was quicker."""
    for weekday in weekdays:
        _must_be_free(session, where, weekday, hours)
        _insert(session, where, weekday, hours, now)
        _note(session, where, weekday, "added", who, now, hours)


def change(session: Session, id: int, seen: str, hours: Hours, who: str, now: datetime) -> None:
    """Raises ValueError (`overlap`) and Moved."""
    row = _seen(session, id, seen)
    where = Where(Service(row.service), row.place)
    _must_be_free(session, where, row.weekday, hours, but=id)
    as_read = _as_read(row)
    changed = update(WindowPattern).where(*as_read).values(changed_at=now, **hours.columns)
    _must_win(session.execute(changed.execution_options(synchronize_session=False)), id)
    _note(session, where, row.weekday, "changed", who, now, hours)


def remove(session: Session, id: int, seen: str, who: str, now: datetime) -> None:
    """Raises Moved."""
    row = _seen(session, id, seen)
    where, weekday = Where(Service(row.service), row.place), row.weekday
    gone = delete(WindowPattern).where(*_as_read(row))
    _must_win(session.execute(gone.execution_options(synchronize_session=False)), id)
    _note(session, where, weekday, "removed", who, now, Hours.of(row))


def copy_house(session: Session, where: Where, who: str, now: datetime) -> None:
    """The place gets a week of its own, which begins as the house's. One that it has already stays."""
    if where.place == HOUSE or own(session, where):
        return
    for row in patterns(session, where.service):
        _insert(session, where, row.weekday, Hours.of(row), now)
    audit.note(session, now, who, "calendar.week_own", where.place, {"service": where.service.value})


def _insert(session: Session, where: Where, weekday: int, hours: Hours, now: datetime) -> None:
    row = WindowPattern(service=where.service, place=where.place, weekday=weekday, changed_at=now)
    for name, value in hours.columns.items():
        setattr(row, name, value)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as twice:
        raise Moved(weekday) from twice


def _seen(session: Session, id: int, seen: str) -> WindowPattern:
    """The row, if it still is as it was seen. Raises Moved."""
    row = session.get(WindowPattern, id)
    if row is None or str(Hours.of(row)) != seen:
        raise Moved(id)
    return row


def _as_read(row: WindowPattern) -> tuple[Any, ...]:
    return (
        WindowPattern.id == row.id,
        WindowPattern.opens == row.opens,
        WindowPattern.closes == row.closes,
        WindowPattern.capacity == row.capacity,
    )


def _must_be_free(session: Session, where: Where, weekday: int, hours: Hours, but: int = 0) -> None:
    for row in own(session, where):
        if row.weekday == weekday and row.id != but and row.opens < hours.closes and hours.opens < row.closes:
            raise ValueError("overlap")


def _must_win(result: Any, id: int) -> None:
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise Moved(id)


def _note(
    session: Session, where: Where, weekday: int, what: str, who: str, now: datetime, hours: Hours
) -> None:
    detail = {"service": where.service.value, "weekday": weekday, "window": str(hours)}
    audit.note(session, now, who, f"calendar.window_{what}", where.place, detail)
