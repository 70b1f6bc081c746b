"""How long records are kept as they came. What follows from them (payments, cases, audit lines) is kept by itself.

A record's id is a UUIDv7 (RFC 9562, 5.7), so it tells when it was made: the oldest are found by the primary key, and one
that comes again after its time is known for what it is, though nobody can say any more whether it was here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, select

from crm.centre import Centre
from crm.schema import Record

#: More than a year, so that figures can be held against those of a year ago.
KEPT = timedelta(days=400)
#: Rows in one transaction: nobody waits long behind it. And transactions in one round.
BATCH, MOST = 500, 40


def forget(centre: Centre) -> int:
    """Deletes what was kept long enough; how many, bounded in one round."""
    old = oldest(centre.clock()).order_by(Record.id).limit(BATCH)
    gone = 0
    for _ in range(MOST):
        with centre.database.writing() as session:
            ids = session.scalars(old).all()
            session.execute(delete(Record).where(Record.id.in_(ids)))
        gone += len(ids)
        if len(ids) < BATCH:
            break
    return gone


def oldest(now: datetime) -> Select[str]:
    """Whose time is over."""
    before = now - KEPT
    return select(Record.id).where(Record.id < first_id(before), Record.received_at < before)


def first_id(moment: datetime) -> str:
    """The smallest UUIDv7 of this moment."""
    ms = int(moment.timestamp() * 1000)
    return str(UUID(int=ms << 80 | 0x7 << 76 | 0x2 << 62))


def is_forgotten(id: str, at: datetime, now: datetime) -> bool:
    """Whether a record of this id, of something that happened at `at`, would not be kept any more if it had been here.

    `id` in lower case with hyphens. Both must say so: one clock that was wrong is no reason to refuse.
    """
    return at < now - KEPT and UUID(id).version == 7 and id < first_id(now - KEPT)
