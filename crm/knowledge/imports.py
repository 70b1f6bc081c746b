"""Articles out of a JSON file, such as `assets/content/faq.json`: added and published, or brought up to date.

An article that an editor here has changed since is not touched: whoever works at the desk knows better than a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.imports import Row
from crm.knowledge.articles import CATEGORIES, LANGUAGES, VOUCHED, Draft, publish, save, version
from crm.moments import local_day
from crm.schema import Article, ArticleState, ArticleVersion

FACTORY = Path(__file__).parents[2] / "assets" / "content" / "faq.json"
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Texts = Annotated[list[Text], Field(max_length=20)]


class ArticleRow(Row):
    """`review` left out: a year from the day of the import."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    category: str
    owner: Annotated[str, StringConstraints(max_length=64)] = ""
    review: date | None = None
    title: dict[str, Text]
    answer: dict[str, Text]
    alternates: dict[str, Texts] = Field(default={})
    steps: dict[str, Texts] = Field(default={})

    def texts(self) -> dict[str, dict[str, Any]]:
        return {
            language: {
                "title": self.title[language],
                "answer": self.answer[language],
                "alternates": list(self.alternates.get(language, ())),
                "steps": list(self.steps.get(language, ())),
            }
            for language in LANGUAGES
            if language in self.title and language in self.answer
        }


ARTICLES: TypeAdapter[list[ArticleRow]] = TypeAdapter(list[ArticleRow])


def import_articles(
    session: Session,
    rows: list[ArticleRow],
    now: datetime,
    zone: str,
    owners: Mapping[str, str] | None = None,
) -> int:
    """How many were added or renewed. `owners`: the file's word for an owner -> a login here."""
    known = {article.id: article for article in session.scalars(select(Article))}
    last = session.scalar(select(func.max(Article.position))) or 0
    taken = 0
    for place, row in enumerate(rows, start=last + 1):
        review = row.review or local_day(now, zone) + VOUCHED
        draft = Draft(_category(row), (owners or {}).get(row.owner, row.owner), review, _texts(row))
        if row.id not in known:
            _add(session, row.id, draft, place, now)
            taken += 1
        else:
            taken += _renew(session, known[row.id], draft, now)
    audit.note(session, now, audit.CENTRE, "import.knowledge", detail={"rows": taken})
    return taken


def _category(row: ArticleRow) -> str:
    if row.category not in CATEGORIES:
        raise ValueError(f"article {row.id}: there is no category {row.category}")
    return row.category


def _texts(row: ArticleRow) -> dict[str, dict[str, Any]]:
    texts = row.texts()
    if not texts:
        raise ValueError(f"article {row.id}: no language has both a title and an answer")
    return texts


def _add(session: Session, id: str, draft: Draft, place: int, now: datetime) -> None:
    article = Article(
        id=id, category=draft.category, owner=draft.owner, review_on=draft.review_on, position=place,
        state=ArticleState.PUBLISHED, latest=1, published=1, revision=1, changed_at=now,
    )  # fmt: skip
    session.add(article)
    session.flush()
    texts = {language: dict(text) for language, text in draft.texts.items()}
    session.add(ArticleVersion(article_id=id, number=1, texts=texts, who=audit.CENTRE, made_at=now))


def _renew(session: Session, article: Article, draft: Draft, now: datetime) -> int:
    newest = version(session, article.id, article.latest)
    if newest is None or newest.who != audit.CENTRE or newest.texts == draft.texts:
        return 0
    saved = save(session, article.id, article.revision, draft, audit.CENTRE, now)
    publish(session, article.id, saved.revision, audit.CENTRE, True, now)
    return 1
