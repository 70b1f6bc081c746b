"""Finding an answer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ArticleChosen:
    article: str


@dataclass(frozen=True, slots=True)
class PageTurned:
    """Of the list, or of a long article."""

    page: int


@dataclass(frozen=True, slots=True)
class CategoryChosen:
    """The chosen one again: all of them."""

    category: str


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """I would rather type my question."""


@dataclass(frozen=True, slots=True)
class LetterTyped:
    """One letter, digit or space."""

    letter: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LetterErased:
    pass


@dataclass(frozen=True, slots=True)
class VoteCast:
    """Did this help?"""

    useful: bool


@dataclass(frozen=True, slots=True)
class AnswersFound:
    """What the search made of `text`: article ids, best first; none: no good answer."""

    text: str = field(repr=False)
    hits: tuple[str, ...]


AnswersTouch = (
    ArticleChosen | PageTurned | CategoryChosen | SearchAsked | LetterTyped | LetterErased | VoteCast
)
