"""What helps a device up that is down."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.health import Device


@dataclass(frozen=True, slots=True)
class RestartDevice:
    """Close its line: opened anew it is greeted as at a start."""

    device: Device


@dataclass(frozen=True, slots=True)
class CyclePower:
    """Take its power for some seconds."""

    device: Device


RevivingEffect = RestartDevice | CyclePower
