"""What staff of the site do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.health import ClosedFor


class Chore(StrEnum):
    """What the first page of site staff leads to (`chore.*` in the catalogue)."""

    PAPER = "paper"
    CLEANING = "cleaning"
    CLOSING = "closing"
    OPENING = "opening"
    DAY_END = "day_end"


@dataclass(frozen=True, slots=True)
class ChoreChosen:
    chore: Chore


@dataclass(frozen=True, slots=True)
class ClosedWith:
    """The service is closed, and customers read why."""

    reason: ClosedFor


@dataclass(frozen=True, slots=True)
class StaffAdmitted:
    """`staff`: whose number it was."""

    staff: str


StaffTouch = ChoreChosen | ClosedWith
StaffEvent = StaffTouch | StaffAdmitted
