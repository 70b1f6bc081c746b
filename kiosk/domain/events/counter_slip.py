"""A slip for the counter."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.codes import Code
from kiosk.domain.counter_slip import CounterSlip, NoSlip


@dataclass(frozen=True, slots=True)
class SlipAsked:
    """Pay this at the counter."""


@dataclass(frozen=True, slots=True)
class SlipSaved:
    slip: CounterSlip


@dataclass(frozen=True, slots=True)
class SlipNotSaved:
    """`being_checked`: nobody knows yet whether one of its bills was paid here; else the disk said no."""

    being_checked: bool = False


@dataclass(frozen=True, slots=True)
class SlipFound:
    """What the store knows of the slip that was scanned."""

    found: CounterSlip | NoSlip
    code: Code


CounterSlipTouch = SlipAsked
CounterSlipEvent = SlipAsked | SlipSaved | SlipNotSaved | SlipFound
