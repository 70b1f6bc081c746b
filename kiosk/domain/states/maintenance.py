"""Behind the hidden gesture."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.states.words import Problem
from kiosk.domain.upkeep import CheckResult


@dataclass(frozen=True, slots=True)
class TechnicianPin:
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    checking: bool = False
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """`test` tells of the last test print: empty, `running`, or a PrintOutcome. `results` of this stay's checks.

    `refused`: the service was not opened, because a required check has failed.
    """

    test: str = ""
    results: tuple[CheckResult, ...] = ()
    refused: bool = False


MaintenanceState = TechnicianPin | Maintenance
