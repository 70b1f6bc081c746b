"""How long one waits at a counter, as the centre was told: said roundly, and never when it is old.

A moment of the centre's is held against the centre's clock, of which is known how far this kiosk's is ahead. Whoever
sets this kiosk's clock back makes no number younger by it; set forward, a number is old a little too soon.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.calendar import Counter

#: Up to the first one says "less than"; further apart the longer it takes; beyond the last "more than".
ROUND = (5, 10, 15, 20, 25, 30, 40, 50, 60)
#: A moment that lies further ahead than this is nobody's to explain, and not shown.
AHEAD_AT_MOST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wait:
    """`site`: the counter's name at the centre; `counters` 0: nobody serves just now. `told_at` by the centre's clock."""

    site: str
    waiting: int
    counters: int
    minutes: int
    told_at: datetime

    @property
    def is_short(self) -> bool:
        return self.minutes < ROUND[0]

    @property
    def is_long(self) -> bool:
        return self.minutes > ROUND[-1]

    @property
    def about(self) -> int:
        """Minutes as people say them; up, because a promise is to be kept."""
        return next((each for each in ROUND if self.minutes <= each), ROUND[-1])


@dataclass(frozen=True, slots=True)
class Waits:
    """The part `waits`. `ahead`: by how much this kiosk's clock is ahead of the centre's."""

    told: tuple[Wait, ...] = ()
    ahead: timedelta = timedelta()

    def at(self, counter: Counter, now: datetime, limit: timedelta) -> Wait | None:
        """What may be said of this counter now; None: nothing is known, it is too old, or nobody is there."""
        wait = next((each for each in self.told if each.site == counter.name), None)
        if wait is None or not wait.counters or not _is_served(counter, now):
            return None
        age = now - self.ahead - wait.told_at
        return wait if age >= -AHEAD_AT_MOST and max(age, timedelta()) < limit else None

    def turned(self, by: timedelta) -> Waits:
        """After this kiosk's clock was set: back, for time does not run back by itself."""
        return replace(self, ahead=self.ahead + by) if by < timedelta() else self


NO_WAITS = Waits()


def _is_served(counter: Counter, now: datetime) -> bool:
    """Somebody is there at this hour; where nobody told the hours, the number itself says so."""
    clock = now.time()
    open_now = any(opens <= clock < closes for opens, closes in counter.openings(now.date()))
    return open_now or not (counter.hours or counter.closings)
