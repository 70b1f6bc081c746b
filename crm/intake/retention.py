"""How long records are kept as they came. What follows from them (payments, cases, audit lines) is kept by itself.

A record's id is a UUIDv7 (RFC 9562, 5.7), so it tells when it was made: the oldest are found by the primary key, and one
that comes again after its time is known for what it is, though nobody can say any more whether it was here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, tuple_

from crm.centre import Centre
from crm.intake import partitions
from crm.intake.ids import first_id, is_of_before
from crm.schema import Record

#: More than a year, so that figures can be held against those of a year ago.
KEPT = timedelta(days=400)
#: Rows in one transaction: nobody waits long behind it. And transactions in one round.
BATCH, MOST = 500, 40


def forget(centre: Centre) -> int:
    """Drops the days that are over (PostgreSQL), and deletes what else was kept long enough: how many rows by
    themselves, bounded in one round."""
    partitions.drop_before(centre, centre.clock() - KEPT)
    old = oldest(centre.clock()).order_by(Record.id).limit(BATCH)
    gone = 0
    for _ in range(MOST):
        with centre.database.writing() as session:
            keys = [tuple(key) for key in session.execute(old)]
            session.execute(delete(Record).where(tuple_(Record.id, Record.kiosk_id).in_(keys)))
        gone += len(keys)
        if len(keys) < BATCH:
            break
    return gone


def oldest(now: datetime) -> Select[str, str]:
    """The keys of those whose time is over."""
    before = now - KEPT
    return select(Record.id, Record.kiosk_id).where(Record.id < first_id(before), Record.received_at < before)


def is_forgotten(id: str, at: datetime, now: datetime) -> bool:
    """Whether a record of this id, of something that happened at `at`, would not be kept any more if it had been here.

    `id` in lower case with hyphens. Both must say so: one clock that was wrong is no reason to refuse.
    """
    return at < now - KEPT and is_of_before(id, now - KEPT)
