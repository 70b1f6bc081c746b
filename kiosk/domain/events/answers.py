"""Finding an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleChosen:
    article: str


@dataclass(frozen=True, slots=True)
class PageTurned:
    page: int


AnswersTouch = ArticleChosen | PageTurned
