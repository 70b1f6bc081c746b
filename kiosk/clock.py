"""The wall clock, in the site's zone, and the centre's clock as far as it was heard.

It runs on the monotonic clock: a step of the system's clock in the middle of a visit neither ends the visit nor keeps it
on the screen, nor does it put off what is to be sent. At rest `follow` takes the right time over: the centre's, when it
was heard since the start, else the system's.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

log = logging.getLogger(__name__)

#: As many words of the centre count; their median does.
WORDS = 5
#: Nearer than this nothing is to be taken over.
NEAR = timedelta(seconds=2)


def _system() -> datetime:
    return datetime.now(UTC)


class SiteClock:
    """The port `Clock`. `system` may step, `monotonic` (seconds) never does. `hear` may be called in any thread."""

    def __init__(
        self,
        zone: ZoneInfo,
        system: Callable[[], datetime] = _system,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._zone = zone
        self._system = system
        self._monotonic = monotonic
        self._zero = self._systems_zero()
        self._heard: tuple[datetime, ...] = ()

    def now(self) -> datetime:
        return self._at(self._zero).astimezone(self._zone)

    def hear(self, moment: datetime, at: float) -> None:
        """The centre's clock showed `moment` when the monotonic one showed `at`."""
        self._heard = (*self._heard[1 - WORDS :], moment.astimezone(UTC) - timedelta(seconds=at))

    def centre_now(self) -> datetime:
        """By the centre's clock, in UTC; by this one until it was heard."""
        return self._at(self._centres_zero() or self._zero)

    def ahead(self) -> timedelta | None:
        """How far the system's clock is ahead of the centre's; None: the centre was not heard."""
        zero = self._centres_zero()
        return None if zero is None else self._systems_zero() - zero

    def follow(self) -> timedelta:
        """Takes the right time over and returns the step: zero when it is near."""
        step = (self._centres_zero() or self._systems_zero()) - self._zero
        if abs(step) < NEAR:
            return timedelta(0)
        log.warning("the clock is set by %+.0f s", step.total_seconds())
        self._zero += step
        return step

    def _at(self, zero: datetime) -> datetime:
        return zero + timedelta(seconds=self._monotonic())

    def _systems_zero(self) -> datetime:
        """What the system's clock would have shown when the monotonic one was at zero."""
        return self._system() - timedelta(seconds=self._monotonic())

    def _centres_zero(self) -> datetime | None:
        return sorted(self._heard)[len(self._heard) // 2] if self._heard else None
