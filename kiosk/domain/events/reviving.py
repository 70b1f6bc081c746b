"""What became of a device's power."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.health import Device


@dataclass(frozen=True, slots=True)
class PowerCycled:
    """`done`: it was taken and is back; else the relay could not be reached."""

    device: Device
    done: bool


RevivingEvent = PowerCycled
