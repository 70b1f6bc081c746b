"""When something is to be done next, by a clock that may be set: a clock that goes back puts nothing off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Alarm:
    """Due at once until it is set. `due_at` is None then."""

    due_at: datetime | None = None
    set_at: datetime | None = None

    def set(self, now: datetime, pause: timedelta) -> None:
        self.set_at, self.due_at = now, now + pause

    def is_due(self, now: datetime) -> bool:
        """What was set in the future, seen from now, was set by a clock that has been put back since."""
        if self.due_at is None or self.set_at is None:
            return True
        return now >= self.due_at or now < self.set_at
