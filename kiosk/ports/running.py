"""Threads and time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in the site's zone."""


class Lane(Protocol):
    """One thread with one inbox. Jobs run in order; nothing crosses but frozen values."""

    def submit(self, job: Callable[[], None], *, owner: str = "") -> bool:
        """Queues `job`; False when the inbox is full (a health fault, never a silent drop)."""

    def forget(self, owner: str) -> None:
        """Drops jobs of `owner` that have not begun."""

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        """Queues `job` after a pause."""
