"""Articles to browse. Texts come in every language of the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class Article:
    """`steps` are short sentences; `updated` is an ISO date."""

    id: str
    category: str
    updated: str
    title: Mapping[Language, str]
    answer: Mapping[Language, str]
    steps: Mapping[Language, tuple[str, ...]]
