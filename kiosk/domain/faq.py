"""Articles that answer common questions. Texts come in every language of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.callback import Topic
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


#: A sheet of an article on the panel: what is read without turning.
LONGEST_SHEET = {"en": 420}
LONGEST_SHEET_HAN = 190
_SENTENCE = re.compile(r"[^。！？.!?]*[。！？.!?]+[”」\"]?\s*|[^。！？.!?]+$")


@dataclass(frozen=True, slots=True)
class Sheet:
    text: str
    steps: tuple[str, ...] = ()


def sheets_of(article: Article, language: Language) -> tuple[Sheet, ...]:
    """The answer cut between sentences, its steps on the last sheet, or on one more where that is full."""
    longest = LONGEST_SHEET.get(language.value, LONGEST_SHEET_HAN)
    texts, steps = _cut(article.answer[language], longest), article.steps.get(language, ())
    if steps and len(texts) > 1 and len(texts[-1]) > longest // 2:
        return (*map(Sheet, texts), Sheet("", steps))
    return (*map(Sheet, texts[:-1]), Sheet(texts[-1], steps))


def _cut(text: str, longest: int) -> list[str]:
    cut = [""]
    for sentence in _SENTENCE.findall(text):
        if cut[-1] and len(cut[-1]) + len(sentence) > longest:
            cut.append("")
        cut[-1] += sentence
    return [part.strip() for part in cut]


#: Six digits or more, whatever stands between them: a telephone, an account, a card.
_NUMBER = re.compile(r"\d(?:[\s\-().]*\d){5,}")


def without_numbers(question: str) -> str:
    """The question as it may be kept: no number that belongs to anybody, no longer than an editor reads."""
    return _NUMBER.sub("…", " ".join(question.split()))[:LONGEST_QUESTION]


#: Under which topic a person is asked about an article of this category; others are asked for theirs.
TOPICS: Mapping[str, Topic] = {
    "billing": Topic.BILLING,
    "plans": Topic.BILLING,
    "payment": Topic.PAYMENT,
    "supply": Topic.SUPPLY,
    "safety": Topic.SUPPLY,
    "meter": Topic.METER,
    "moving": Topic.MOVING,
}
