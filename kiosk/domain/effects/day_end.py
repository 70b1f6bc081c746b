"""What the end of the terminal's day needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadDay:
    """How the day stands in the journal."""


@dataclass(frozen=True, slots=True)
class EndDay:
    """Read the terminal's totals, close it, compare."""


DayEndEffect = ReadDay | EndDay
