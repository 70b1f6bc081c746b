"""Handing something over, and rating what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.case import CaseKind, Phrase


@dataclass(frozen=True, slots=True)
class KindChosen:
    """What somebody wants to hand over."""

    kind: CaseKind


@dataclass(frozen=True, slots=True)
class PickMade:
    """An answer of the list on the screen."""

    value: str


@dataclass(frozen=True, slots=True)
class OfferChosen:
    """The offer of this number, from 0, of those on the screen."""

    number: int


@dataclass(frozen=True, slots=True)
class DayChosen:
    """Show this day's free places."""

    day: date


@dataclass(frozen=True, slots=True)
class PartChosen:
    """In the review: this part shall be another one."""

    part: str


@dataclass(frozen=True, slots=True)
class ContactDeclined:
    """No number."""


@dataclass(frozen=True, slots=True)
class PhraseToggled:
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class CaseSaved:
    reference: str


@dataclass(frozen=True, slots=True)
class CaseNotSaved:
    reason: str


@dataclass(frozen=True, slots=True)
class Rated:
    """1 (very bad) to 5 (very good)."""

    score: int


CaseTouch = (
    KindChosen | PickMade | OfferChosen | DayChosen | PartChosen | ContactDeclined | PhraseToggled | Rated
)


CaseEvent = CaseTouch | CaseSaved | CaseNotSaved
