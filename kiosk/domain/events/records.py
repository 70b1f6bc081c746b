"""What technicians touch among the machine's records, and what the disk says to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.counters import Count, Counter
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


@dataclass(frozen=True, slots=True)
class CounterReset:
    """Counting begins again: what wore was replaced."""

    count: Count


RecordsTouch = PartAsked | PartNoted | BundleAsked | CounterReset


@dataclass(frozen=True, slots=True)
class CountersRead:
    counters: tuple[Counter, ...]


RecordsEvent = RecordsTouch | CountersRead | PartsRead | BundleWritten | BundleNotWritten
