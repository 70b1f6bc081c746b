"""What is shown: a point is one moment of one scene at which one thing goes wrong. A seed makes no new point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reds`: what was wrong, a sentence each. `drifted`: the scene did not come to this moment, so nothing was shown."""

    point: Point
    reds: tuple[str, ...] = ()
    drifted: bool = False
    seconds: float = 0.0
