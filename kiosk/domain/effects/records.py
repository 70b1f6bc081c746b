"""What technicians ask of the machine's records."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.counters import Count
from kiosk.domain.upkeep import Part


@dataclass(frozen=True, slots=True)
class ReadParts:
    pass


@dataclass(frozen=True, slots=True)
class NotePart:
    """Write it down, then read them all."""

    part: Part


@dataclass(frozen=True, slots=True)
class WriteBundle:
    """For support: no customer's data in it."""


@dataclass(frozen=True, slots=True)
class ReadCounters:
    pass


@dataclass(frozen=True, slots=True)
class ResetCounter:
    """Write it down, then read them all."""

    count: Count


RecordsEffect = ReadParts | NotePart | WriteBundle | ReadCounters | ResetCounter
