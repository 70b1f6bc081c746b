"""How far each stream of a kiosk has come without a hole, so that a lost record is noticed and not only missed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.records import Sender
from crm.schema import Record, StreamPosition


def through(session: Session, sender: Sender, now: datetime) -> dict[str, int]:
    """Stream -> the highest number up to which everything is here. A new hole is noted in the audit list."""
    told = (
        select(Record.stream).where(Record.kiosk_id == sender.kiosk, Record.epoch == sender.epoch).distinct()
    )
    return {stream: _advance(session, sender, stream, now) for stream in sorted(session.scalars(told))}


def _advance(session: Session, sender: Sender, stream: str, now: datetime) -> int:
    key = (sender.kiosk, sender.epoch, stream)
    position = session.get(StreamPosition, key)
    if position is None:
        position = StreamPosition(kiosk_id=sender.kiosk, epoch=sender.epoch, stream=stream, through=0)
        session.add(position)
    ahead = _ahead(session, position)
    for seq in ahead:
        if seq > position.through + 1:
            _note_gap(session, position, seq, now)
            break
        position.through = seq
    return position.through


def _ahead(session: Session, position: StreamPosition) -> list[int]:
    mine = select(Record.seq).where(Record.kiosk_id == position.kiosk_id, Record.epoch == position.epoch)
    later = mine.where(Record.stream == position.stream, Record.seq > position.through)
    return list(session.scalars(later.order_by(Record.seq)))


def _note_gap(session: Session, position: StreamPosition, next_seq: int, now: datetime) -> None:
    if position.gap_noted == position.through:
        return
    position.gap_noted = position.through
    detail = {"epoch": position.epoch, "from": position.through + 1, "to": next_seq - 1}
    audit.note(session, now, position.kiosk_id, "sync.gap", position.stream, detail)
