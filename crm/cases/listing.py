"""Cases as lists: open, whose, urgent, waiting for a second person. Only open ones and those of today are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from crm.callbacks.worklist import Day
from crm.cases.kinds import visible_kinds
from crm.schema import Approval, Case, CaseKind, CaseState, Rating
from crm.staff.logins import Agent

PAGE = 25
OPEN = (CaseState.OPEN, CaseState.CLAIMED)


class Group(StrEnum):
    OPEN = "open"
    MINE = "mine"
    URGENT = "urgent"
    APPROVAL = "approval"
    CLOSED_TODAY = "closed_today"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which kinds (of those that may be seen) in which group."""

    kinds: tuple[CaseKind, ...]
    group: Group = Group.OPEN


def matching(wanted: Filter, agent: Agent, day: Day) -> ColumnElement[bool]:
    kinds = [kind for kind in wanted.kinds if kind in visible_kinds(agent)]
    return and_(Case.kind.in_(kinds), _in_group(wanted.group, agent, day))


def _in_group(group: Group, agent: Agent, day: Day) -> ColumnElement[bool]:
    is_open = Case.state.in_(OPEN)
    match group:
        case Group.OPEN:
            return and_(is_open, or_(Case.starts_at.is_(None), Case.starts_at <= day.now))
        case Group.MINE:
            return and_(Case.state == CaseState.CLAIMED, Case.claimed_by == agent.id)
        case Group.URGENT:
            return and_(is_open, Case.urgent)
        case Group.APPROVAL:
            return and_(is_open, Case.approval == Approval.WANTED)
        case Group.CLOSED_TODAY:
            return and_(Case.closed_at >= day.begins, Case.closed_at < day.ends)


def page_of(session: Session, wanted: Filter, agent: Agent, day: Day, page: int) -> list[Case]:
    """One page (from 1): urgent first, then by promise."""
    loaded = joinedload(Case.customer), joinedload(Case.kiosk), joinedload(Case.claimant)
    rows = select(Case).where(matching(wanted, agent, day)).options(*loaded)
    ordered = rows.order_by(Case.urgent.desc(), Case.due_at.is_(None), Case.due_at, Case.id)
    return list(session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE)))


def count(session: Session, where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(where)) or 0


def by_group(session: Session, wanted: Filter, agent: Agent, day: Day) -> dict[Group, int]:
    return {group: count(session, matching(Filter(wanted.kinds, group), agent, day)) for group in Group}


def by_kind(session: Session, agent: Agent, day: Day, kinds: tuple[CaseKind, ...]) -> dict[CaseKind, int]:
    """How many of each kind are open."""
    where = matching(Filter(kinds), agent, day)
    counted = dict(session.execute(select(Case.kind, func.count()).where(where).group_by(Case.kind)).all())
    return {kind: counted.get(kind, 0) for kind in kinds if kind in visible_kinds(agent)}


def alerting() -> ColumnElement[bool]:
    """What a supervisor has to look at now: urgent and not yet seen, or waiting for a second person."""
    unseen = and_(Case.urgent, Case.seen_at.is_(None))
    return and_(Case.state.in_(OPEN), or_(unseen, Case.approval == Approval.WANTED))


def alerts(session: Session) -> list[Case]:
    loaded = joinedload(Case.customer), joinedload(Case.kiosk), joinedload(Case.claimant)
    rows = select(Case).where(alerting()).options(*loaded).order_by(Case.opened_at.desc())
    return list(session.scalars(rows.limit(100)))


@dataclass(frozen=True, slots=True)
class Scores:
    """Ratings since `since`: how many of each score (5 to 1)."""

    since: datetime
    by_score: dict[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_score.values())

    @property
    def good_share(self) -> int | None:
        """Scores of 4 and 5 in per cent of all; None: nobody has rated."""
        good = self.by_score[4] + self.by_score[5]
        return round(100 * good / self.total) if self.total else None


def scores(session: Session, since: datetime) -> Scores:
    counted = select(Rating.score, func.count()).where(Rating.at >= since).group_by(Rating.score)
    found = dict(session.execute(counted).all())
    return Scores(since, {score: found.get(score, 0) for score in (5, 4, 3, 2, 1)})


def ratings(session: Session, limit: int = 50) -> list[Rating]:
    """The last ones."""
    rows = select(Rating).options(joinedload(Rating.kiosk)).order_by(Rating.at.desc(), Rating.id.desc())
    return list(session.scalars(rows.limit(limit)))
