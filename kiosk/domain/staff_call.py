"""A call for staff: a customer asked for somebody to come. Which screen, when, how it ended; nothing personal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: After so long without an answer the customer is told that nobody has said anything.
LONG = timedelta(seconds=60)
#: A call that has not arrived at the centre by then is said not to.
UNREACHED = timedelta(seconds=10)


class Reached(StrEnum):
    """How far a call has come."""

    ASKED = "asked"
    KEPT = "kept"
    """On this disk, and nowhere else yet."""
    TOLD = "told"
    """At the centre: the desk shows it."""
    COMING = "coming"
    """Somebody said that they come; the call is over."""
    FAILED = "failed"
    """It could not be kept; there is no call."""


class Ended(StrEnum):
    """How a call ended. The first two answered it."""

    DESK = "desk"
    PANEL = "panel"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    RESTARTED = "restarted"


@dataclass(frozen=True, slots=True)
class StaffCall:
    """The visit's own; `id` is empty until the disk has it."""

    at: datetime
    reached: Reached = Reached.ASKED
    id: str = ""

    @property
    def is_open(self) -> bool:
        return self.reached in (Reached.ASKED, Reached.KEPT, Reached.TOLD)
