"""Looking something up by its number, and asking for a change."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.lookup import CaseStanding


@dataclass(frozen=True, slots=True)
class SignTyped:
    """One letter or digit of a number on paper."""

    sign: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseCancelled:
    """The customer does not want it any more."""


@dataclass(frozen=True, slots=True)
class OtherTimeAsked:
    pass


@dataclass(frozen=True, slots=True)
class CaseTold:
    """The centre on what has the reference `case`. `standing` None: there is none, or, with a `reason`, no answer."""

    case: str
    standing: CaseStanding | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WishSaved:
    reference: str


@dataclass(frozen=True, slots=True)
class WishNotSaved:
    reason: str


LookupTouch = SignTyped | CaseCancelled | OtherTimeAsked

LookupEvent = LookupTouch | CaseTold | WishSaved | WishNotSaved
