"""Keeping what was handed over, and a rating."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.case import CaseDraft
from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class SaveCase:
    draft: CaseDraft
    language: Language


@dataclass(frozen=True, slots=True)
class SaveRating:
    """`score` 1 to 5; nobody's."""

    score: int
    task: str
    language: Language


CaseEffect = SaveCase | SaveRating
