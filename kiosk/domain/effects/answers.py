"""Searching, and what the customer thought of what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.faq import Article
from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class SearchAnswers:
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LearnAnswers:
    """The search is to know these, and no others."""

    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class SaveVote:
    article: str
    version: int
    useful: bool
    language: Language


@dataclass(frozen=True, slots=True)
class SaveUnmetSearch:
    """A question without a good answer, without its numbers and without who asked."""

    text: str = field(repr=False)
    language: Language


AnswersEffect = SearchAnswers | LearnAnswers | SaveVote | SaveUnmetSearch
