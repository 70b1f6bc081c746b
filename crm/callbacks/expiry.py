"""What ran out: a request that nobody called within days of its window is closed as expired, and stays in sight as that.

It is no way to make a broken promise disappear: the desk lists it, and it counts against the kept promises.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm import audit
from crm.callbacks.dispatch import RETRY_GRACE
from crm.callbacks.states import Act
from crm.centre import Centre
from crm.schema import Callback, CallbackEvent
from crm.schema import CallbackState as State
from crm.staff.claims import compare_and_set

EXPIRE_AFTER = timedelta(days=3)
#: At most so many in one transaction: the desk must not wait behind a long one.
BATCH = 100


def expire(centre: Centre) -> int:
    """Closes what ran out by now; how many."""
    now = centre.clock()
    ran_out = select(Callback).where(
        Callback.state.in_((State.QUEUED, State.RETRY)),
        Callback.window_to < now - EXPIRE_AFTER,
        or_(Callback.retry_at.is_(None), Callback.retry_at < now - RETRY_GRACE),
    )
    with centre.database.writing() as session:
        rows = session.scalars(ran_out.order_by(Callback.window_to).limit(BATCH)).all()
        expired = 0
        for row in rows:
            if compare_and_set(session, row, {"state": State.EXPIRED}):
                _write(session, row, now)
                expired += 1
        return expired


def _write(session: Session, row: Callback, now: datetime) -> None:
    session.add(CallbackEvent(callback_id=row.id, at=now, who=audit.CENTRE, what=Act.EXPIRE.value))
    audit.note(session, now, audit.CENTRE, "callback.expire", row.reference)
