"""The articles that ship with the kiosk, read from one JSON file.

This room knows the file's shape and nothing of screens. A faulty file is refused with all its faults at once, so that
an editor need not try ten times.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.domain.faq import Article
from kiosk.domain.language import Language

STEPS = range(3, 6)


class ContentError(ValueError):
    """The file holds no usable articles; the message lists every fault by article id."""


def load_articles(path: Path) -> tuple[Article, ...]:
    """Every article of `path`, in its order. Raises OSError and ContentError.

    The file is a list of `{"id", "category", "updated", "title", "answer", "steps"}`; the last three map each
    language of the house (`zh-Hant`, `en`) to a text, `steps` to three to five texts.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as fault:
        raise ContentError(f"{path.name} is not JSON: {fault}") from None
    try:
        return read_articles(rows)
    except ContentError as faulty:
        raise ContentError(f"{path.name}: {faulty}") from None


def read_articles(rows: object) -> tuple[Article, ...]:
    """The same from what is read already: also the body of the published part `knowledge`. Raises ContentError."""
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
        title={language: row["title"][language] for language in Language},
        answer={language: row["answer"][language] for language in Language},
        steps={language: tuple(row["steps"][language]) for language in Language},
    )


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
        if not _is_text(row.get(key)):
            yield f"{key} is missing"
    if not _is_date(row.get("updated")):
        yield "updated is no ISO date"
    for language in Language:
        for key in ("title", "answer"):
            if not _is_text(_of(row, key, language)):
                yield f"{key} in {language.value} is missing"
        steps = _of(row, "steps", language)
        if not isinstance(steps, list) or len(steps) not in STEPS or not all(map(_is_text, steps)):
            yield f"steps in {language.value} must be {STEPS[0]} to {STEPS[-1]} texts"


def _of(row: Mapping[str, Any], key: str, language: Language) -> object:
    texts = row.get(key)
    return texts.get(language.value) if isinstance(texts, dict) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False
