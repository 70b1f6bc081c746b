"""Places in windows: each is given once. The database decides who has the last one, on SQLite and on PostgreSQL alike.

`taken` grows by one conditional update that looks at the capacity in the same statement; a slot's row is made by the
first who asks for it, and a unique constraint makes that one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.calendar.office import HOUSE, Service, Window, windows
from crm.schema import Slot

#: How far ahead a place is looked for when the one that was asked for is not to be had.
SEARCH_DAYS = 14


class Moved(StrEnum):
    """Why a window is not the one that was asked for (`moved.*` of both catalogues)."""

    NO = ""
    FULL = "full"
    CLOSED = "closed"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a customer chose. `soonest`: whatever comes first, within a promise that need be no window of the week."""

    service: Service
    begins: datetime
    ends: datetime
    place: str = HOUSE
    soonest: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """What was given. `slot` is None where there is no calendar, or no room in it for a fortnight."""

    begins: datetime
    ends: datetime
    slot: int | None = None
    moved: Moved = Moved.NO


def seat(session: Session, wanted: Wanted, now: datetime) -> Seat:
    """A place in the window asked for, or else in the next one that has room."""
    begin = max(wanted.begins, now)
    ahead = windows(session, wanted.service, wanted.place, begin, SEARCH_DAYS)
    ahead = [window for window in ahead if window.ends > begin]
    asked = next((each for each in ahead if _is_asked(each, wanted)), None)
    for window in ahead[ahead.index(asked) if asked else 0 :]:
        slot = _take(session, wanted, window)
        if slot is None:
            continue
        if window == asked:
            return Seat(wanted.begins, wanted.ends, slot)
        return Seat(window.begins, window.ends, slot, _why(wanted, asked, now))
    return Seat(wanted.begins, wanted.ends)


class Full(Exception):
    """The window has no place left."""


def place(session: Session, wanted: Wanted, now: datetime) -> int | None:
    """A place in just this window; None: it is none of the week's, and needs no place. Raises Full."""
    begin = max(wanted.begins, now)
    ahead = windows(session, wanted.service, wanted.place, begin, 1)
    asked = next((each for each in ahead if each.ends > begin and _is_asked(each, wanted)), None)
    if asked is None:
        return None
    slot = _take(session, wanted, asked)
    if slot is None:
        raise Full
    return slot


def give_back(session: Session, slot: int | None) -> None:
    if slot is not None:
        session.execute(update(Slot).where(Slot.id == slot, Slot.taken > 0).values(taken=Slot.taken - 1))


def left(session: Session, service: Service, place: str, ahead: Sequence[Window]) -> list[int]:
    """How many places each window still has."""
    if not ahead:
        return []
    taken = select(Slot.begins, Slot.taken).where(
        Slot.service == service,
        Slot.place == place,
        Slot.begins >= ahead[0].begins,
        Slot.begins <= ahead[-1].begins,
    )
    known = dict(session.execute(taken).all())
    return [max(0, window.capacity - known.get(window.begins, 0)) for window in ahead]


def _is_asked(window: Window, wanted: Wanted) -> bool:
    """An older kiosk may know other windows: the one in which the wish begins, or that begins in it, is meant."""
    return window.begins < wanted.ends and wanted.begins < window.ends


def _why(wanted: Wanted, asked: Window | None, now: datetime) -> Moved:
    if wanted.ends <= now:
        return Moved.PAST
    if asked is not None:
        return Moved.FULL
    return Moved.CLOSED


def _take(session: Session, wanted: Wanted, window: Window) -> int | None:
    """The slot's id, or None when it is full."""
    found = _find(session, wanted, window) or _make(session, wanted, window)
    room = update(Slot).where(Slot.id == found, Slot.taken < window.capacity).values(taken=Slot.taken + 1)
    result = session.execute(room.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return found if result.rowcount == 1 else None


def _find(session: Session, wanted: Wanted, window: Window) -> int | None:
    mine = Slot.service == wanted.service, Slot.place == wanted.place, Slot.begins == window.begins
    return session.scalar(select(Slot.id).where(*mine))


def _make(session: Session, wanted: Wanted, window: Window) -> int | None:
    try:
        with session.begin_nested():
            slot = Slot(service=wanted.service, place=wanted.place, begins=window.begins, taken=0)
            session.add(slot)
            session.flush()
            return slot.id
    except IntegrityError:  # somebody made it in this moment
        return _find(session, wanted, window)
