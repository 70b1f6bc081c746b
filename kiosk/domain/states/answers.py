"""Finding an answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaqList:
    """`page` counts from 0; five articles a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class FaqArticle:
    article: str
    page: int = 0


AnswersState = FaqList | FaqArticle
