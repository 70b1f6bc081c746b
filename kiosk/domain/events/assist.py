"""Floor staff beside a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.assist import Assisted


@dataclass(frozen=True, slots=True)
class AssistAsked:
    """Somebody of the staff wants in."""


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """Staff lengthen the customer's time."""


@dataclass(frozen=True, slots=True)
class AssistEnded:
    """Staff hand the screen back."""

    how: Assisted


@dataclass(frozen=True, slots=True)
class AssistGranted:
    """The PIN belongs to the number `staff`."""

    staff: str


@dataclass(frozen=True, slots=True)
class AssistRefused:
    locked_until: datetime | None


AssistTouch = AssistAsked | TimeGiven | AssistEnded
AssistEvent = AssistTouch | AssistGranted | AssistRefused
