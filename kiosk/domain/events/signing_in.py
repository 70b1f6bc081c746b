"""Cards, and what the centre says of who one is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.account import CodeAnswer, Factor, SignInAnswer
from kiosk.domain.card import CardMove


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A membership card of the company; `card` is its token."""

    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    pass


@dataclass(frozen=True, slots=True)
class CardMoved:
    """What happened to a card at the reader, besides being read."""

    move: CardMove


@dataclass(frozen=True, slots=True)
class SignInAnswered:
    """`card` is the card or number that was asked about: an answer about another one is nobody's any more."""

    answer: SignInAnswer
    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NumberInsteadChosen:
    """No card here: by account or phone number."""


@dataclass(frozen=True, slots=True)
class FactorChosen:
    """Also: send the code once more."""

    factor: Factor


@dataclass(frozen=True, slots=True)
class CodeAnswered:
    """`number` is the one that the code was asked for."""

    answer: CodeAnswer
    number: str = field(repr=False)


SigningInTouch = CardPresented | CardUnreadable | NumberInsteadChosen | FactorChosen


SigningInEvent = SigningInTouch | CardMoved | SignInAnswered | CodeAnswered
