"""One driver through every case: what it did, and which laws it broke."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from devices.conformance.line import Line
from devices.conformance.spoiling import Case, Spoil, Way, cases

LONGEST = 600.0  # seconds of the line's time that one operation may take, whatever happens


class NotStanding(Exception):
    """The driver does not do its work on a healthy line: there is nothing to spoil."""


class Stand(Protocol):
    """A device class on the stand: a line with a pretend device, the driver that is tried, and its laws."""

    line: Line

    def operate(self) -> None:
        """What customers want of the device, while something goes wrong. What it raises is a fault of the driver."""

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
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
    """Each case on a stand of its own; a healthy conversation tells first how much there is to spoil.

    `only`: words that stand in the names of the cases to try.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            carried = _carried(make(_fresh(folder, 0)))
        except Exception as wrong:
            yield Verdict(Case("nothing goes wrong"), (_words(wrong),), 0.0)
            return
        for number, case in enumerate(cases(carried), 1):
            if only in case.name:
                yield _tried(make(_fresh(folder, number)), case)


def _carried(stand: Stand) -> dict[Way, int]:
    """How many bytes go each way while all is well."""
    stand.line.spoil(None)
    stand.operate()
    return dict(stand.line.carried)


def _fresh(folder: str, number: int) -> Path:
    path = Path(folder, str(number))
    path.mkdir()
    return path


def _tried(stand: Stand, case: Case) -> Verdict:
    stand.line.spoil(case.spoil)
    began = stand.line.time
    try:
        stand.operate()
    except Exception as wrong:  # whatever a driver lets out is what this kit is for
        return Verdict(case, (_words(wrong),), stand.line.time - began)
    took = stand.line.time - began
    late = [f"took {took:.0f} s"] if took > LONGEST else []
    try:
        return Verdict(case, (*late, *stand.broken(case.spoil)), took)
    except Exception as wrong:
        return Verdict(case, (*late, f"afterwards {_words(wrong)}"), took)


def _words(wrong: Exception) -> str:
    return f"raised {type(wrong).__name__}: {wrong}"
