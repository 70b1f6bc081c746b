"""The terminal's day, ended at the panel or by itself."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.reckoning import DayEndResult, Standing


@dataclass(frozen=True, slots=True)
class DayEndAsked:
    """End it now."""


@dataclass(frozen=True, slots=True)
class DayPaperAsked:
    """What it came to, on paper."""


@dataclass(frozen=True, slots=True)
class DayRead:
    standing: Standing


@dataclass(frozen=True, slots=True)
class DayEnded:
    """`result` None: it was not, for `refused` (`unsettled`, `store`, `busy`)."""

    result: DayEndResult | None
    refused: str = ""


DayEndTouch = DayEndAsked | DayPaperAsked
DayEndEvent = DayEndTouch | DayRead | DayEnded
