"""What the kiosk told of the customer's visit, ready to be read: what was done when, and what not to ask again.

It came over the wire from kiosks of any age, so everything here is taken as it is and nothing is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crm.desk.texts import Texts
from crm.schema import Callback


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing done at the kiosk; `at` is None where its time cannot be read."""

    at: datetime | None
    what: str


def marks_of(row: Callback) -> list[Mark]:
    """The trail in its order."""
    return [_mark(entry) for entry in row.trail if isinstance(entry, Mapping)]


def context_of(row: Callback, texts: Texts) -> list[tuple[str, str]]:
    """Kiosk, path, bill, articles, search and error, by name."""
    told: Mapping[str, Any] = row.context
    path = " → ".join(texts.trail(step) for step in _words(told.get("path")))
    articles = texts.get("list.comma").join(_words(told.get("articles")))
    error = str(told.get("error") or "")
    return [
        ("kiosk", f"{row.kiosk.site} {row.kiosk_id}"),
        ("path", path),
        ("bill", str(told.get("bill") or "")),
        ("articles", articles),
        ("search", str(told.get("search") or "")),
        ("error", texts.word("error", error) if error else ""),
    ]


def _mark(entry: Mapping[str, Any]) -> Mark:
    try:
        at = datetime.fromisoformat(str(entry.get("at")))
    except ValueError:
        at = None
    return Mark(at if at and at.tzinfo else None, str(entry.get("what", "")))


def _words(told: object) -> list[str]:
    return [str(word) for word in told] if isinstance(told, list) else []
