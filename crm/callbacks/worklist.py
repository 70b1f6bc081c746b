"""The callback queue as a list: in which order, filtered how, and the figures above it.

Only open callbacks and today's are ever looked at, each through an index, so history costs nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from crm.callbacks.dispatch import RETRY_GRACE
from crm.callbacks.states import HELD, OPEN, WAITING
from crm.callbacks.work import EARLY
from crm.schema import Callback, Kiosk
from crm.schema import CallbackState as State
from crm.staff.logins import Agent

SOON = timedelta(minutes=15)
#: How long what ran out without a call stays in sight.
REMEMBERED = timedelta(days=30)
PAGE = 25


class Group(StrEnum):
    """What the state filter offers."""

    OPEN = "open"
    WAITING = "waiting"
    RETRY = "retry"
    HELD = "held"
    SUPERVISOR = "supervisor"
    DONE_TODAY = "done_today"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty topic or site: all of them."""

    group: Group = Group.OPEN
    topic: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """`now`, and the local day around it, all aware."""

    now: datetime
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Figures:
    """The tiles. `kept` of `promised`: first calls inside their window, of today's windows that ended or were called."""

    waiting: int
    due_soon: int
    overdue: int
    done_today: int
    kept: int
    promised: int


def due_at(row: Callback) -> datetime:
    """Until when the company has promised to call."""
    if row.state is State.RETRY and row.retry_at:
        return row.retry_at + RETRY_GRACE
    return row.window_to


def due_before(moment: datetime) -> ColumnElement[bool]:
    """`due_at(row) < moment`, as the database says it."""
    retry = and_(Callback.state == State.RETRY, Callback.retry_at < moment - RETRY_GRACE)
    return or_(retry, and_(Callback.state != State.RETRY, Callback.window_to < moment))


def claimable(agent: Agent, now: datetime) -> ColumnElement[bool]:
    """What "next" may give this agent; the claim itself looks again."""
    lapsed = and_(Callback.state.in_(HELD), Callback.lease_until <= now)
    ready = or_(
        and_(Callback.state == State.QUEUED, Callback.window_from <= now + EARLY),
        and_(Callback.state == State.RETRY, Callback.retry_at <= now),
        Callback.state == State.SUPERVISOR,
        lapsed,
    )
    mine = true() if agent.supervises else Callback.escalated.is_(False)
    kept = or_(Callback.kept_for.is_(None), Callback.kept_for == agent.id, Callback.kept_until <= now)
    return and_(Callback.state.in_(OPEN), ready, mine, kept, _speaks(agent, now))


def _speaks(agent: Agent, now: datetime) -> ColumnElement[bool]:
    """In a language of this agent; what is late goes to whoever is there."""
    if not agent.languages:
        return true()
    return or_(Callback.language.in_(agent.languages), Callback.window_to <= now)


def ordered(rows: Select[Any]) -> Select[Any]:
    """By the end of the promise with its credits (`crm/callbacks/dispatch.py`), then by age."""
    return rows.order_by(Callback.rank_at, Callback.requested_at, Callback.id)


def matching(wanted: Filter, day: Day) -> ColumnElement[bool]:
    parts = [_in_group(wanted.group, day)]
    if wanted.topic:
        parts.append(Callback.topic == wanted.topic)
    if wanted.site:
        parts.append(Callback.kiosk_id.in_(select(Kiosk.id).where(Kiosk.site == wanted.site)))
    return and_(*parts)


def _in_group(group: Group, day: Day) -> ColumnElement[bool]:
    match group:
        case Group.OPEN:
            return Callback.state.in_(OPEN)
        case Group.WAITING:
            return Callback.state.in_(WAITING)
        case Group.RETRY:
            return Callback.state == State.RETRY
        case Group.HELD:
            return Callback.state.in_(HELD)
        case Group.SUPERVISOR:
            return Callback.state == State.SUPERVISOR
        case Group.DONE_TODAY:
            return and_(Callback.done_at >= day.begins, Callback.done_at < day.ends)
        case Group.EXPIRED:
            return and_(Callback.state == State.EXPIRED, Callback.window_to >= day.now - REMEMBERED)


def page_of(session: Session, wanted: Filter, day: Day, page: int) -> list[Callback]:
    """One page (from 1) of rows, with customer, kiosk and holder."""
    loaded = joinedload(Callback.customer), joinedload(Callback.kiosk), joinedload(Callback.claimant)
    rows = ordered(select(Callback).where(matching(wanted, day))).options(*loaded)
    return list(session.scalars(rows.offset((page - 1) * PAGE).limit(PAGE)))


def count(session: Session, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Callback).where(where)) or 0


def by_group(session: Session, wanted: Filter, day: Day) -> dict[Group, int]:
    """How many rows each state filter would show, the other filters as they are."""
    return {group: count(session, matching(replace(wanted, group=group), day)) for group in Group}


def by_topic(session: Session, wanted: Filter, day: Day) -> dict[str, int]:
    where = matching(replace(wanted, topic=""), day)
    counted = select(Callback.topic, func.count()).where(where).group_by(Callback.topic)
    return dict(session.execute(counted.order_by(Callback.topic)).all())


def by_site(session: Session, wanted: Filter, day: Day) -> dict[str, int]:
    where = matching(replace(wanted, site=""), day)
    counted = select(Kiosk.site, func.count()).join(Callback, Callback.kiosk_id == Kiosk.id).where(where)
    return dict(session.execute(counted.group_by(Kiosk.site).order_by(Kiosk.site)).all())


def first_claimable(session: Session, agent: Agent, now: datetime, limit: int = 20) -> list[str]:
    """References in the order in which they should be called; more than one, as others claim too."""
    rows = ordered(select(Callback.reference).where(claimable(agent, now)))
    return list(session.scalars(rows.limit(limit)))


def held_by(session: Session, agent: Agent) -> str | None:
    """What this agent is working on already."""
    mine = select(Callback.reference).where(Callback.claimed_by == agent.id, Callback.state.in_(HELD))
    return session.scalars(mine.order_by(Callback.claimed_at)).first()


def figures(session: Session, day: Day) -> Figures:
    waiting = Callback.state.in_(WAITING)
    overdue = due_before(day.now)
    called = Callback.first_call_at.is_not(None)
    todays = and_(
        Callback.window_to >= day.begins,
        Callback.window_to < day.ends,
        Callback.state.not_in((State.CANCELLED, State.MERGED)),
        or_(called, Callback.window_to <= day.now),
    )
    return Figures(
        waiting=count(session, waiting),
        due_soon=count(session, and_(waiting, ~overdue, due_before(day.now + SOON))),
        overdue=count(session, and_(waiting, overdue)),
        done_today=count(session, _in_group(Group.DONE_TODAY, day)),
        kept=count(session, and_(todays, Callback.first_call_at <= Callback.window_to)),
        promised=count(session, todays),
    )
