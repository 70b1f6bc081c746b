"""One driver through every case: what it did, and which laws it broke."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from devices.conformance.spoiling import HEALTHY, Case

LONGEST = 600.0  # seconds of the line's time that one operation may take, whatever happens


class NotStanding(Exception):
    """The driver does not do its work on a healthy line: there is nothing to spoil."""


class Spoilt(Protocol):
    """What a driver hangs on: `time` in seconds goes on only while somebody waits."""

    time: float

    def spoil(self, spoil: Any) -> None:
        """From now on that goes wrong, once; None: nothing does."""

    def cases(self) -> Iterator[Case]:
        """All that could have gone wrong since then."""


class Stand(Protocol):
    """A device class on the stand: a line with a pretend device, the driver that is tried, and its laws."""

    @property
    def line(self) -> Spoilt: ...

    def operate(self) -> None:
        """What customers want of the device, while something goes wrong. What it raises is a fault of the driver."""

    def broken(self, spoil: Any) -> Iterator[str]:
        """Each law that does not hold, in a sentence; called once, behind `operate`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    case: Case
    broken: tuple[str, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.broken


Maker = Callable[[Path], Stand]


def trials(make: Maker, only: str = "") -> Iterator[Verdict]:
    """Each case on a stand of its own, the healthy one first: it tells how much there is to spoil.

    `only`: words that stand in the names of the cases to try. Where the healthy case fails, it is the only one.
    """
    with tempfile.TemporaryDirectory() as folder:
        healthy = _Trial(make, Path(folder, "0"), HEALTHY)
        verdict = healthy.run()
        if only in HEALTHY.name or not verdict.passed:
            yield verdict
        if not verdict.passed:
            return
        for number, case in enumerate(healthy.cases, 1):
            if only in case.name:
                yield _Trial(make, Path(folder, str(number)), case).run()


class _Trial:
    """`cases`: what could have gone wrong while the device was used, once it has run."""

    def __init__(self, make: Maker, folder: Path, case: Case) -> None:
        folder.mkdir()
        self._make, self._folder, self._case = make, folder, case
        self._seconds = 0.0
        self.cases: tuple[Case, ...] = ()

    def run(self) -> Verdict:
        try:
            broken = tuple(self._laws())
        except Exception as wrong:  # the net of this kit: whatever a driver lets out is what it is to find
            broken = (f"raised {type(wrong).__name__}: {wrong}",)
        return Verdict(self._case, broken, self._seconds)

    def _laws(self) -> Iterator[str]:
        stand = self._make(self._folder)
        line, began = stand.line, stand.line.time
        line.spoil(self._case.spoil)
        try:
            stand.operate()
        finally:
            self._seconds, self.cases = line.time - began, tuple(line.cases())
        if self._seconds > LONGEST:
            yield f"took {self._seconds:.0f} s"
        yield from stand.broken(self._case.spoil)
