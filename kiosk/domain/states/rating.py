"""How was it? One tap after a task, and what a bad answer opens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RatingWanted:
    """`task` is what was just done: a word of the catalogue (`rating.task.*`)."""

    task: str


@dataclass(frozen=True, slots=True)
class Regret:
    """A low rating: an apology, and a call or a complaint at once."""

    task: str


RatingState = RatingWanted | Regret
