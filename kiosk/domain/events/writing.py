"""Writing by sound."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.writing import Layout, Word


@dataclass(frozen=True, slots=True)
class LayoutChosen:
    layout: Layout


@dataclass(frozen=True, slots=True)
class WordChosen:
    """The one at this place of those that are offered, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class WordsFound:
    """What `sounds` may become, likeliest first."""

    sounds: str = field(repr=False)
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class LayoutsFound:
    """A fact of the machine."""

    layouts: tuple[Layout, ...]


WritingTouch = LayoutChosen | WordChosen
WritingEvent = WritingTouch | WordsFound | LayoutsFound
