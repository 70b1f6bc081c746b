"""How far each stream of a kiosk has come without a hole, so that a lost record is noticed and not only missed.

Kept with every batch, so that what it costs does not grow with what was told before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.records import Sender
from crm.kiosks import quality
from crm.schema import Record

#: Numbers read at a time when a hole is filled and many wait behind it.
AT_ONCE = 500

_MINE = "kiosk_id = :kiosk AND epoch = :epoch"
_READ = text(
    f"SELECT stream, through, highest, gap_noted FROM stream_positions WHERE {_MINE} ORDER BY stream"
)
_WRITE = text(
    "INSERT INTO stream_positions (kiosk_id, epoch, stream, through, highest, gap_noted)"
    " VALUES (:kiosk, :epoch, :stream, :through, :highest, :gap_noted)"
    " ON CONFLICT (kiosk_id, epoch, stream) DO UPDATE SET"
    " through = excluded.through, highest = excluded.highest, gap_noted = excluded.gap_noted"
)


@dataclass(slots=True)
class _Position:
    """A row of `StreamPosition`, on the way."""

    stream: str
    through: int = 0
    highest: int = 0
    gap_noted: int | None = None


def through(
    session: Session,
    sender: Sender,
    here: Iterable[tuple[str, int]],
    now: datetime,
    day: date | None = None,
) -> dict[str, int]:
    """Stream -> the highest number up to which everything is here. `here`: stream and number of what came and is here
    now. A new hole is noted in the audit list, and counted under `day`, the centre's (None: UTC's). The kiosk is held."""
    mine = asdict(sender)
    connection = session.connection()
    positions = {row.stream: _Position(*row) for row in connection.execute(_READ, mine)}
    came: dict[str, set[int]] = defaultdict(set)
    for stream, seq in here:
        came[stream].add(seq)
    for stream, numbers in came.items():
        position = positions.setdefault(stream, _Position(stream))
        _advance(session, sender, position, numbers, now, day or now.date())
        connection.execute(_WRITE, mine | asdict(position))
    return {stream: positions[stream].through for stream in sorted(positions)}


def _advance(
    session: Session, sender: Sender, position: _Position, numbers: set[int], now: datetime, day: date
) -> None:
    waited = position.highest > position.through
    position.highest = max(position.highest, *numbers)
    while position.through + 1 in numbers:
        position.through += 1
    if waited and position.through < position.highest:
        _close_up(session, sender, position)
    if position.through < position.highest:
        _note_gap(session, sender, position, numbers, now, day)


def _close_up(session: Session, sender: Sender, position: _Position) -> None:
    """What came before, behind a hole that may be filled now."""
    limit = 1
    while ahead := _ahead(session, sender, position, limit):
        for seq in ahead:
            if seq > position.through + 1:
                return
            position.through = seq
        limit = AT_ONCE


def _ahead(session: Session, sender: Sender, position: _Position, limit: int) -> list[int]:
    mine = select(Record.seq).where(Record.kiosk_id == sender.kiosk, Record.epoch == sender.epoch)
    later = mine.where(Record.stream == position.stream, Record.seq > position.through)
    return list(session.scalars(later.order_by(Record.seq).limit(limit)))


def _note_gap(
    session: Session, sender: Sender, position: _Position, numbers: set[int], now: datetime, day: date
) -> None:
    if position.gap_noted == position.through:
        return
    position.gap_noted = position.through
    behind = [*_ahead(session, sender, position, 1), *(seq for seq in numbers if seq > position.through)]
    missing = min(behind) - 1 - position.through
    quality.add(session, sender.kiosk, day, Counter({quality.Count.MISSING: missing}))
    detail = {"epoch": sender.epoch, "from": position.through + 1, "to": min(behind) - 1}
    audit.note(session, now, sender.kiosk, "sync.gap", position.stream, detail, chain=sender.kiosk)
