"""The knowledge base: articles in versions, how they were liked, and what was asked without an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.schema.base import Base, Word
from crm.schema.words import ArticleState


class Article(Base):
    """`latest` is the newest version's number, `published` the one on the kiosks (None: none). `revision` counts every
    change, for compare-and-set. `owner` is a login."""

    __tablename__ = "articles"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    category: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(64), index=True)
    review_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[ArticleState] = mapped_column(Word(ArticleState))
    position: Mapped[int]
    latest: Mapped[int]
    published: Mapped[int | None]
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class ArticleVersion(Base):
    """One text of an article; never changed. `texts`: title, answer, alternates and steps, by language."""

    __tablename__ = "article_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    texts: Mapped[dict[str, Any]]
    who: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("article_id", "number"),)


class VoteCount(Base):
    """How many found an article useful or not. No votes by themselves: nobody's business when."""

    __tablename__ = "vote_counts"
    article_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    useful: Mapped[int]
    useless: Mapped[int]


class UnmetSearch(Base):
    """A question without a good answer, by its folded words and week; `answered_by`: the article that now does."""

    __tablename__ = "unmet_searches"
    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]
    folded: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(16))
    asked: Mapped[int]
    last_at: Mapped[datetime]
    answered_by: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (UniqueConstraint("week", "folded"), Index(None, "folded"))
