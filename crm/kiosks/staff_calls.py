"""Calls for staff: a kiosk tells that somebody asks for help and how that ended; the desk says who goes.

The kiosk measures, by its one clock: a call is answered when the kiosk hears that somebody goes, or when staff are
there. Who goes is told with every answer to the kiosk until it has told the end, so nothing hangs on one message; while
a call waits, the kiosk is asked to come again every second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, and_, exists, select, update
from sqlalchemy.orm import Session, joinedload

from crm import audit, news
from crm.intake.bodies import StaffCallEndSaid, StaffCallSaid
from crm.schema import Record, StaffCall
from crm.staff.logins import Agent

STREAM = "cases"
#: So often a kiosk asks whether somebody comes.
PACE_S = 1
#: Nobody stands at a kiosk longer than this: what is open then was cut off, and its end will still be told.
STANDING = timedelta(minutes=30)
SHOWN = 25


def take(session: Session, record: Record, said: StaffCallSaid, now: datetime) -> None:
    """A call; one whose end is known already stays as it is."""
    news.tell(session, "calls")
    if session.get(StaffCall, record.id) is None:
        session.add(_call(record.id, record.kiosk_id, said, record.occurred_at))


def take_end(session: Session, record: Record, said: StaffCallEndSaid, now: datetime) -> None:
    """The end, once: another one of the same call changes nothing, nor does a word about another kiosk's."""
    news.tell(session, "calls")
    call = session.get(StaffCall, said.call, with_for_update=True)
    if call is None:
        call = _call(said.call, record.kiosk_id, said, said.called_at)
        session.add(call)
    if call.ended is None and call.kiosk_id == record.kiosk_id:
        call.ended, call.ended_at, call.after_ms = said.ended, record.occurred_at, said.after_ms


def _call(id: str, kiosk: str, said: StaffCallSaid, at: datetime) -> StaffCall:
    return StaffCall(id=id, kiosk_id=kiosk, step=said.step, need=said.need, called_at=at)


def waiting(session: Session, now: datetime) -> list[StaffCall]:
    """Who asks for somebody now, the longest wait first; those to whom somebody goes already, last."""
    calls = (
        select(StaffCall).where(_open(now)).options(joinedload(StaffCall.kiosk), joinedload(StaffCall.going))
    )
    ordered = calls.order_by(StaffCall.going_at.is_not(None), StaffCall.called_at, StaffCall.id)
    return list(session.scalars(ordered.limit(SHOWN)))


def ended(session: Session) -> list[StaffCall]:
    """The last that are over, newest first."""
    calls = select(StaffCall).where(StaffCall.ended_at.is_not(None))
    loaded = calls.options(joinedload(StaffCall.kiosk), joinedload(StaffCall.going))
    return list(
        session.scalars(loaded.order_by(StaffCall.called_at.desc(), StaffCall.id.desc()).limit(SHOWN))
    )


def go(session: Session, call: str, agent: Agent, now: datetime) -> bool:
    """This agent goes. False: somebody else does already, or it is over."""
    free = and_(StaffCall.id == call, StaffCall.going_by.is_(None), StaffCall.ended_at.is_(None))
    done = session.execute(update(StaffCall).where(free).values(going_by=agent.id, going_at=now))
    assert isinstance(done, CursorResult)
    if done.rowcount:
        audit.note(session, now, agent.login, "staff_call.going", call)
    return bool(done.rowcount)


def are_open(kiosk: str, now: datetime) -> ColumnElement[bool]:
    """Whether somebody at this kiosk waits for staff, or did not tell the end."""
    return exists().where(StaffCall.kiosk_id == kiosk, _open(now))


def of_kiosk(session: Session, kiosk: str, now: datetime) -> Sequence[StaffCall]:
    """Those of one kiosk whose end was not heard."""
    return session.scalars(select(StaffCall).where(StaffCall.kiosk_id == kiosk, _open(now))).all()


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(StaffCall.called_at > now - STANDING, StaffCall.ended_at.is_(None))
