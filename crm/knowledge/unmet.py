"""What customers asked the kiosks without finding an answer, and whether what they found helped. Nobody's name in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from crm.intake.bodies import UnmetSearchSaid, VoteSaid
from crm.moments import local_day
from crm.schema import Record, UnmetSearch, VoteCount

#: How much of a question is kept; kiosks send less.
LONGEST = 100
SHOWN = 200


def take_vote(session: Session, record: Record, said: VoteSaid, now: datetime) -> None:
    useful, useless = (1, 0) if said.useful else (0, 1)
    added = (
        update(VoteCount)
        .where(VoteCount.article_id == said.article)
        .values(useful=VoteCount.useful + useful, useless=VoteCount.useless + useless)
        .execution_options(synchronize_session=False)
    )
    if session.execute(added).rowcount == 0:  # type: ignore[attr-defined]
        session.add(VoteCount(article_id=said.article, useful=useful, useless=useless))
        session.flush()


def take_search(session: Session, record: Record, said: UnmetSearchSaid, now: datetime) -> None:
    """Counted by week; the same words in another dress are the same question."""
    folded, week = fold(said.text), week_of(local_day(record.occurred_at, record.tz))
    row = session.scalars(
        select(UnmetSearch).where(UnmetSearch.week == week, UnmetSearch.folded == folded).with_for_update()
    ).one_or_none()
    if row is None:
        row = UnmetSearch(
            week=week, folded=folded, text=said.text[:LONGEST], language=said.language, asked=0,
            last_at=record.occurred_at,
        )  # fmt: skip
        session.add(row)
    row.asked += 1
    row.last_at = max(row.last_at, record.occurred_at)
    session.flush()


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())[:LONGEST]


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def report(session: Session, week: date) -> Sequence[UnmetSearch]:
    """The week's questions that nobody has answered yet, most asked first."""
    rows = select(UnmetSearch).where(UnmetSearch.week == week, UnmetSearch.answered_by.is_(None))
    return session.scalars(rows.order_by(UnmetSearch.asked.desc(), UnmetSearch.id).limit(SHOWN)).all()


def weeks(session: Session, limit: int = 12) -> Sequence[date]:
    """Those that have something, newest first."""
    rows = select(UnmetSearch.week).distinct().order_by(UnmetSearch.week.desc()).limit(limit)
    return session.scalars(rows).all()


def answered(session: Session, row: UnmetSearch, article: str) -> None:
    """The same question of every week has its answer now."""
    session.execute(
        update(UnmetSearch)
        .where(UnmetSearch.folded == row.folded, UnmetSearch.answered_by.is_(None))
        .values(answered_by=article)
    )


def votes(session: Session, articles: Sequence[str]) -> dict[str, VoteCount]:
    rows = session.scalars(select(VoteCount).where(VoteCount.article_id.in_(articles)))
    return {row.article_id: row for row in rows}


def total(session: Session, week: date) -> int:
    """How often nothing was found that week."""
    return session.scalar(select(func.sum(UnmetSearch.asked)).where(UnmetSearch.week == week)) or 0
