"""The articles: those that ship with the kiosk, read from one JSON file, and those that the centre publishes.

This room knows the shape of an article and nothing of screens. Faulty content is refused with all its faults at once, so
that an editor need not try ten times. A language that an editor left out is filled: Simplified from Traditional by its
characters, anything else from the first language there is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kiosk.answers.folding import simplified
from kiosk.domain.faq import Article
from kiosk.domain.language import Language

STEPS, ALTERNATES = range(6), range(21)
LONGEST = {"id": 64, "category": 32, "title": 200, "answer": 4000, "alternates": 200, "steps": 300}
T = TypeVar("T")


class ContentError(ValueError):
    """No usable articles; the message lists every fault by article id."""


def load_articles(path: Path) -> tuple[Article, ...]:
    """Every article of `path`, in its order. Raises OSError and ContentError."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as fault:
        raise ContentError(f"{path.name} is not JSON: {fault}") from None
    try:
        return read_articles(rows)
    except ContentError as faulty:
        raise ContentError(f"{path.name}: {faulty}") from None


def read_articles(rows: object) -> tuple[Article, ...]:
    """Also the body of the published part `knowledge`. Raises ContentError.

    A list of `{"id", "category", "updated", "title", "answer"}` and, if wanted, `steps`, `alternates`, `review` (an ISO
    date) and `version`. `title` and `answer` map a language to a text, at least one the same; `steps` and `alternates`
    map languages to lists of texts. Further keys are the desk's own.
    """
    faults = list(_faults(rows))
    if faults:
        raise ContentError("; ".join(faults))
    assert isinstance(rows, list)
    return tuple(_article(row) for row in rows)


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        id=row["id"],
        category=row["category"],
        updated=row["updated"],
        title=_filled(row["title"], simplified),
        answer=_filled(row["answer"], simplified),
        steps=_filled(_texts(row, "steps"), _each_simplified),
        alternates=_texts(row, "alternates"),
        review=row.get("review") or "",
        version=row.get("version", 1),
    )


def _filled(given: Mapping[Any, T], to_simplified: Callable[[T], T]) -> dict[Language, T]:
    """Every language of the house."""
    here = {language: given[language] for language in Language if language in given}
    return {language: _of_language(language, here, to_simplified) for language in Language} if here else {}


def _of_language(language: Language, here: Mapping[Language, T], to_simplified: Callable[[T], T]) -> T:
    if language in here:
        return here[language]
    if language.value == "zh-Hans" and Language.ZH_HANT in here:
        return to_simplified(here[Language.ZH_HANT])
    return next(iter(here.values()))


def _each_simplified(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(simplified, texts))


def _texts(row: Mapping[str, Any], key: str) -> dict[Language, tuple[str, ...]]:
    """As far as they are given."""
    given = row.get(key) or {}
    return {language: tuple(given[language]) for language in Language if language in given}


def _faults(rows: object) -> Iterator[str]:
    if not isinstance(rows, list) or not rows:
        yield "a list of articles is expected"
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            yield f"article {number} is not an object"
            continue
        name = str(row.get("id") or f"article {number}")
        if name in seen:
            yield f"{name}: this id is used twice"
        seen.add(name)
        yield from (f"{name}: {fault}" for fault in _faults_of(row))


def _faults_of(row: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "category"):
        if not _is_text(row.get(key), key):
            yield f"{key} is missing"
    if not _is_date(row.get("updated")):
        yield "updated is no ISO date"
    if row.get("review") and not _is_date(row["review"]):
        yield "review is no ISO date"
    version = row.get("version", 1)
    if type(version) is not int or version < 1:
        yield "version is no number from 1"
    yield from _faults_of_texts(row)


def _faults_of_texts(row: Mapping[str, Any]) -> Iterator[str]:
    title, answer = row.get("title"), row.get("answer")
    for key, texts in (("title", title), ("answer", answer)):
        if not isinstance(texts, dict) or not all(_is_text(text, key) for text in texts.values()):
            yield f"{key} must map languages to texts"
    if not any(
        isinstance(title, dict) and isinstance(answer, dict) and one in title and one in answer
        for one in Language
    ):
        yield "title and answer are wanted in one language at least"
    for key, count in (("steps", STEPS), ("alternates", ALTERNATES)):
        lists = row.get(key) or {}
        if not isinstance(lists, dict) or not all(_is_list(texts, key, count) for texts in lists.values()):
            yield f"{key} must map languages to {count[0]} to {count[-1]} texts"


def _is_list(value: object, key: str, count: range) -> bool:
    return isinstance(value, list) and len(value) in count and all(_is_text(text, key) for text in value)


def _is_text(value: object, key: str) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST[key]


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
