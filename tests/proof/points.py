"""What is shown: a point is one moment of one scene at which one thing goes wrong. A seed makes no new point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Each = TypeVar("Each")


class Part(StrEnum):
    """In the order of the table."""

    KILL = "kill"
    POWER = "power cut"
    IO = "I/O error"
    FULL = "disk full"
    CLOCK = "clock"
    LINE = "answers"
    CABLE = "cable"


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of a scene, as its undisturbed run met it. `kind`: `sent` or `heard` (a byte to or from the terminal),
    `journal` (a transaction of the store), `printer`, `centre`; `which` of its kind; `when`: `before`, `within`,
    `after`."""

    kind: str
    which: str
    when: str = "before"


@dataclass(frozen=True, slots=True)
class Point:
    """`number`: of the moment in the scene; `how`: what goes wrong there, where a part has several ways."""

    part: Part
    scene: str
    number: int
    moment: Moment
    how: str = ""

    @property
    def name(self) -> str:
        moment = self.moment
        how = f" {self.how}" if self.how else ""
        return f"{self.part.value}/{self.scene}/{self.number} {moment.when} {moment.kind} {moment.which}{how}"


def spread(points: Sequence[Each], count: int) -> list[Each]:
    """`count` of them at most, as far apart as they lie."""
    if len(points) <= count:
        return list(points)
    return [points[(2 * place + 1) * len(points) // (2 * count)] for place in range(count)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reds`: what was wrong, a sentence each. `drifted`: the scene did not come to this moment, so nothing was shown.
    `seconds`: as long as it took; `processor`: of processors."""

    point: Point
    reds: tuple[str, ...] = ()
    drifted: bool = False
    seconds: float = 0.0
    processor: float = 0.0
