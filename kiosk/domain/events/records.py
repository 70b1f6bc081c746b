"""What technicians touch among the machine's records, and what the disk says to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.upkeep import Bundle, Part, Replaced


@dataclass(frozen=True, slots=True)
class PartAsked:
    """A new part is to be written down."""


@dataclass(frozen=True, slots=True)
class PartNoted:
    part: Part


@dataclass(frozen=True, slots=True)
class PartsRead:
    """The newest first."""

    entries: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class BundleAsked:
    pass


@dataclass(frozen=True, slots=True)
class BundleWritten:
    bundle: Bundle


@dataclass(frozen=True, slots=True)
class BundleNotWritten:
    """The disk did not take it."""


RecordsTouch = PartAsked | PartNoted | BundleAsked
RecordsEvent = RecordsTouch | PartsRead | BundleWritten | BundleNotWritten
