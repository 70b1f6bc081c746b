"""What technicians ask of the machine's records."""

from __future__ import annotations

from dataclasses import dataclass

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


RecordsEffect = ReadParts | NotePart | WriteBundle
