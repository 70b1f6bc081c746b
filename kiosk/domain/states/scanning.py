"""Paying a bill that is held before the scanner; paying a part of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.bill import Bill, RuleBroken
from kiosk.domain.codes import Code
from kiosk.domain.scanned import ScanProblem
from kiosk.domain.states.paying import Review


@dataclass(frozen=True, slots=True)
class ScanWanted:
    """Hold the bill before the scanner. `texts`: what of it was scanned so far, `wanted` how many codes are missing.

    `code` from the whole code on, while the centre is asked; `problem` with `paid_on` tells of the last scan.
    """

    texts: tuple[str, ...] = field(default=(), repr=False)
    wanted: int = 0
    code: Code | None = None
    problem: ScanProblem = ScanProblem.NONE
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class AmountWanted:
    """How much of this bill to pay. `digits` are whole units of its currency; `before` is where Back leads."""

    bill: Bill
    before: Review
    digits: str = field(default="", repr=False)
    problem: RuleBroken | None = None


ScanningState = ScanWanted | AmountWanted
