"""What staff of the site may do here, by their own number and PIN: no technician's page is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.states.maintenance import Maintenance


@dataclass(frozen=True, slots=True)
class StaffMenu:
    """`staff`: the number that came in. `refused`: a payment is still being looked at."""

    staff: str
    refused: bool = False


class PaperStep(StrEnum):
    """The way of new paper (`paper_change.*` in the catalogue)."""

    OPEN = "open"
    CHANGE = "change"
    CLOSE = "close"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class PaperChange:
    """`outcome` of the test print that ends it: empty, `running`, or a PrintOutcome."""

    before: StaffMenu | Maintenance
    step: PaperStep = PaperStep.OPEN
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ClosingWanted:
    """For what reason is it closed?"""

    before: StaffMenu


StaffState = StaffMenu | PaperChange | ClosingWanted
