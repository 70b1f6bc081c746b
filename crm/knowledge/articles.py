"""The knowledge base: an article is written in versions, published by a supervisor, and ends with its review date.

Versions are added and never changed. Whoever changes an article says which revision was looked at; another one in between
refuses the change. Knows no page and no HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.kiosks.content import Provider
from crm.moments import local_day
from crm.revisions import change
from crm.schema import Article, ArticleState, ArticleVersion

LANGUAGES = ("zh-Hant", "en", "zh-Hans")
CATEGORIES = (
    *(
        "payment",
        "billing",
        "moving",
        "supply",
        "meter",
        "plans",
        "safety",
        "kiosk",
        "accessibility",
        "privacy",
    ),
    "other",
)
#: How long somebody vouches for an article, if nothing else is said.
VOUCHED = timedelta(days=365)
MOST_ALTERNATES = 20


class MayNot(Exception):
    """Only supervisors publish and retire."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor wrote. `texts`: language -> `{"title", "answer", "alternates", "steps"}`, as far as written."""

    category: str
    owner: str
    review_on: date
    texts: Mapping[str, Mapping[str, Any]]

    def __post_init__(self) -> None:
        if self.category not in CATEGORIES:
            raise ValueError("category")
        if not any(text["title"] and text["answer"] for text in self.texts.values()):
            raise ValueError("texts")


def find(session: Session, article: str) -> Article | None:
    return session.get(Article, article)


def version(session: Session, article: str, number: int) -> ArticleVersion | None:
    wanted = select(ArticleVersion).where(
        ArticleVersion.article_id == article, ArticleVersion.number == number
    )
    return session.scalars(wanted).one_or_none()


def newest(session: Session, articles: Sequence[str]) -> dict[str, ArticleVersion]:
    """The newest version of each, in one question."""
    same = (ArticleVersion.article_id == Article.id) & (ArticleVersion.number == Article.latest)
    rows = select(ArticleVersion).join(Article, same).where(Article.id.in_(articles))
    return {row.article_id: row for row in session.scalars(rows)}


def versions(session: Session, article: str, limit: int = 50) -> Sequence[ArticleVersion]:
    """Newest first."""
    rows = select(ArticleVersion).where(ArticleVersion.article_id == article)
    return session.scalars(rows.order_by(ArticleVersion.number.desc()).limit(limit)).all()


def create(session: Session, id: str, draft: Draft, who: str, now: datetime) -> Article:
    """A draft; nothing of it is on a kiosk yet. Raises IntegrityError for an id that is taken."""
    last = session.scalar(select(func.max(Article.position))) or 0
    article = Article(
        id=id, category=draft.category, owner=draft.owner, review_on=draft.review_on, state=ArticleState.DRAFT,
        position=last + 1, latest=1, published=None, revision=1, changed_at=now,
    )  # fmt: skip
    session.add(article)
    session.flush()
    _add_version(session, article, draft, who, now)
    audit.note(session, now, who, "article.created", id)
    return article


def save(session: Session, id: str, revision: int, draft: Draft, who: str, now: datetime) -> Article:
    """A new version on top; what is published stays as it is. Raises Moved."""
    article = change(session, Article, id, revision, changed_at=now, latest=Article.latest + 1)
    article.category, article.owner, article.review_on = draft.category, draft.owner, draft.review_on
    _add_version(session, article, draft, who, now)
    audit.note(session, now, who, "article.saved", id, {"version": article.latest})
    return article


def publish(session: Session, id: str, revision: int, who: str, supervises: bool, now: datetime) -> Article:
    """The newest version goes to the kiosks. Raises Moved and MayNot."""
    if not supervises:
        raise MayNot
    article = change(
        session, Article, id, revision, changed_at=now, state=ArticleState.PUBLISHED, published=Article.latest
    )
    audit.note(session, now, who, "article.published", id, {"version": article.published})
    return article


def retire(session: Session, id: str, revision: int, who: str, supervises: bool, now: datetime) -> Article:
    """Off the kiosks; its versions stay. Raises Moved and MayNot."""
    if not supervises:
        raise MayNot
    article = change(
        session, Article, id, revision, changed_at=now, state=ArticleState.RETIRED, published=None
    )
    audit.note(session, now, who, "article.retired", id)
    return article


def draft_of(article: Article, texts: Mapping[str, Any]) -> Draft:
    return Draft(article.category, article.owner, article.review_on, texts)


def with_phrasing(texts: Mapping[str, Any], language: str, phrasing: str) -> dict[str, Any]:
    """The texts with one more way to ask."""
    known = texts.get(language) or {"title": "", "answer": "", "alternates": [], "steps": []}
    others = [*known["alternates"], phrasing] if phrasing not in known["alternates"] else known["alternates"]
    return {**texts, language: {**known, "alternates": others[-MOST_ALTERNATES:]}}


def _add_version(session: Session, article: Article, draft: Draft, who: str, now: datetime) -> None:
    texts = {language: dict(text) for language, text in draft.texts.items()}
    session.add(
        ArticleVersion(article_id=article.id, number=article.latest, texts=texts, who=who, made_at=now)
    )
    session.flush()


# --- what kiosks pull -------------------------------------------------------------------------


def published(session: Session, now: datetime) -> list[dict[str, Any]] | None:
    """The part `knowledge`: with review dates, so that a kiosk without a line hides what expires. None: nothing."""
    rows = session.execute(
        select(Article, ArticleVersion)
        .join(
            ArticleVersion,
            (ArticleVersion.article_id == Article.id) & (ArticleVersion.number == Article.published),
        )
        .order_by(Article.position, Article.id)
    )
    return [_row(article, text) for article, text in rows] or None


def _row(article: Article, text: ArticleVersion) -> dict[str, Any]:
    whole = {
        language: told for language, told in text.texts.items() if told.get("title") and told.get("answer")
    }
    alternates = {
        language: told["alternates"] for language, told in text.texts.items() if told.get("alternates")
    }
    return {
        "id": article.id,
        "category": article.category,
        "updated": local_day(text.made_at, SITE_ZONE).isoformat(),
        "review": article.review_on.isoformat(),
        "version": text.number,
        "title": {language: told["title"] for language, told in whole.items()},
        "alternates": alternates,
        "answer": {language: told["answer"] for language, told in whole.items()},
        "steps": {language: told["steps"] for language, told in whole.items() if told.get("steps")},
    }


def stamp(session: Session, now: datetime) -> str:
    """Every change of an article adds one to its revision."""
    count, revisions = session.execute(
        select(func.count(), func.sum(Article.revision)).select_from(Article)
    ).one()
    return f"{count}:{revisions}"


#: The day of a version is told in the zone of the house.
SITE_ZONE = "Asia/Taipei"
PROVIDER = Provider(published, stamp)
