"""What can be read out of a recording of any terminal's line: what was asked for, and what it told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.proof.bench import Event


class Asked(StrEnum):
    CHARGE = "charge"
    GIVE_BACK = "give back"


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request that reached the terminal. `index`: of the event with its last byte. `receipt`: of what is to go
    back."""

    index: int
    asked: Asked
    minor: int
    receipt: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A transaction that the terminal told of. `approved`: money moved by it; `reversed`: it moved, and went back since;
    `original`: the trace that it gives back, 0 for none."""

    index: int
    approved: bool
    reversed: bool
    trace: int
    receipt: int
    minor: int
    original: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Of one family's recordings. `already`: the indices at which it said that what it was asked to give back went back
    before."""

    heard: Callable[[Sequence[Event]], list[Request]]
    told: Callable[[Sequence[Event]], list[Told]]
    already: Callable[[Sequence[Event]], list[int]]
