"""Saying who one is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.account import Factor
from kiosk.domain.house import Task
from kiosk.domain.states.words import Problem


@dataclass(frozen=True, slots=True)
class CardWanted:
    """Present your membership card."""

    task: Task
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class PinWanted:
    """The second factor. `card` is what the reader gave; `asking` while the centre checks."""

    task: Task
    card: str = field(repr=False)
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    asking: bool = False


@dataclass(frozen=True, slots=True)
class AccountNumberWanted:
    """No card: an account or phone number, by keypad. It proves nothing yet."""

    task: Task
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class FactorWanted:
    """How the customer proves that the number is theirs; `asking` while the centre sends a code."""

    task: Task
    number: str = field(repr=False)
    problem: Problem = Problem.NONE
    asking: bool = False


@dataclass(frozen=True, slots=True)
class SecretWanted:
    """The PIN or the code that goes with the number. Another code may be asked for from `again_at` on."""

    task: Task
    number: str = field(repr=False)
    factor: Factor
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    asking: bool = False
    again_at: datetime | None = None


SigningInState = CardWanted | PinWanted | AccountNumberWanted | FactorWanted | SecretWanted
