"""Articles that answer common questions. Texts come in every language of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.language import Language

#: What is kept of a question that found nothing, and what rides along with a callback.
LONGEST_QUESTION = 80


@dataclass(frozen=True, slots=True)
class Article:
    """`steps` are short sentences, or none; `alternates` are other ways to ask. `updated` and `review` are ISO dates:
    past the day of its review nobody vouches for an article, so it is not shown (empty: no such day)."""

    id: str
    category: str
    updated: str
    title: Mapping[Language, str]
    answer: Mapping[Language, str]
    steps: Mapping[Language, tuple[str, ...]]
    alternates: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    review: str = ""
    version: int = 1

    def is_current(self, today: date) -> bool:
        return not self.review or date.fromisoformat(self.review) >= today
