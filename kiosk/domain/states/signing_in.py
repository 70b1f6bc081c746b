"""Saying who one is."""

from __future__ import annotations

from dataclasses import dataclass, field

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


SigningInState = CardWanted | PinWanted
