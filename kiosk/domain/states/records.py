"""What is kept about the machine: the log of parts and paper, and the bundle for support."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.states.maintenance import Maintenance
from kiosk.domain.upkeep import Bundle, Replaced


@dataclass(frozen=True, slots=True)
class PartsShown:
    """What was put in, the newest first; None until it is read."""

    before: Maintenance
    entries: tuple[Replaced, ...] | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class PartWanted:
    """Which part is new?"""

    before: PartsShown


@dataclass(frozen=True, slots=True)
class SupportShown:
    """`bundle` is the one that was just written; `failed`: the disk did not take it."""

    before: Maintenance
    writing: bool = False
    bundle: Bundle | None = None
    failed: bool = False


RecordsState = PartsShown | PartWanted | SupportShown
