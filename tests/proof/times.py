"""The time of one counter: one number for terminal, kiosk and centre, shared over a fork and stepped by the worker."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta

from tests.kiosk.real_centre import MONDAY

_PAIR = struct.Struct("dd")


class Times:
    """`passed`: seconds since the morning; `ahead`: by how many the kiosk's own clock is wrong."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _PAIR.size)

    def reset(self) -> None:
        _PAIR.pack_into(self._shared, 0, 0.0, 0.0)

    @property
    def passed(self) -> float:
        return float(_PAIR.unpack_from(self._shared)[0])

    @property
    def ahead(self) -> float:
        return float(_PAIR.unpack_from(self._shared)[1])

    def step(self, seconds: float) -> None:
        _PAIR.pack_into(self._shared, 0, self.passed + seconds, self.ahead)

    def set_wrong(self, seconds: float) -> None:
        """The kiosk's clock jumps; nobody else's does."""
        _PAIR.pack_into(self._shared, 0, self.passed, seconds)

    def now(self) -> datetime:
        """The true time at the site."""
        return MONDAY + timedelta(seconds=self.passed)

    def utc(self) -> datetime:
        return self.now().astimezone(UTC)

    def wall(self) -> datetime:
        """What a clock on the wall shows, without a zone: a terminal's."""
        return self.now().replace(tzinfo=None)

    def shown_by_kiosk(self) -> datetime:
        return self.now() + timedelta(seconds=self.ahead)
