"""Cards, and what the centre says of who one is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.account import SignInAnswer


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A membership card of the company; `card` is its token."""

    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    pass


@dataclass(frozen=True, slots=True)
class SignInAnswered:
    """`card` is the one that was asked about: an answer about another one is nobody's any more."""

    answer: SignInAnswer
    card: str = field(repr=False)


SigningInTouch = CardPresented | CardUnreadable


SigningInEvent = SigningInTouch | SignInAnswered
