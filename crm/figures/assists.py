"""How quickly somebody came where a customer called for staff, by the kiosks' own clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from crm.figures.period import Period, Scope
from crm.schema import StaffCall, StaffCallEnd

ANSWERED = (StaffCallEnd.DESK, StaffCallEnd.PANEL)


@dataclass(frozen=True, slots=True)
class Assists:
    """`calls` that could be answered in time, of which `in_time` were."""

    calls: int
    in_time: int


def assists(session: Session, period: Period, scope: Scope, within_s: int) -> Assists:
    """A call that the customer took back before the time was over asked nobody any more; one that is open and young may
    still be answered in time: neither counts. One that a restart cut off was not answered. No call has a topic."""
    if scope.topic:
        return Assists(0, 0)
    limit_ms = 1000 * within_s
    taken_back = and_(StaffCall.ended == StaffCallEnd.WITHDRAWN, StaffCall.after_ms < limit_ms)
    ripe = or_(
        StaffCall.ended_at.is_not(None), StaffCall.called_at <= period.now - timedelta(seconds=within_s)
    )
    counts = and_(period.holds(StaffCall.called_at), ripe, or_(StaffCall.ended.is_(None), not_(taken_back)))
    in_time = and_(StaffCall.ended.in_(ANSWERED), StaffCall.after_ms <= limit_ms)
    asked = select(func.count(), func.sum(case((in_time, 1), else_=0))).where(
        counts, *scope.on(StaffCall.kiosk_id)
    )
    calls, quick = session.execute(asked).one()
    return Assists(calls, int(quick or 0))
