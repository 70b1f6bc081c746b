"""When a line that could not be opened is tried again: after 0.5 s, 1 s, 2 s, 4 s, 4 s ..."""

from __future__ import annotations

from collections.abc import Callable

FIRST_PAUSE = 0.5  # seconds; doubles
LONGEST_PAUSE = 4.0  # keeps "back within 10 s of plugging in" with room for the question after it


class Reopening:
    """`now` is a monotonic clock, in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._pause = FIRST_PAUSE
        self._try_after: float | None = None

    @property
    def too_soon(self) -> bool:
        return self._try_after is not None and self._now() < self._try_after

    def failed(self) -> None:
        self._try_after = self._now() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def succeeded(self) -> None:
        self._pause, self._try_after = FIRST_PAUSE, None
