"""Line drawings of the devices, so that a hint can point: each stroke belongs to a part (`Spot`) of the device.

A field of 100 by 100, from the lower left. Seen from the front, with what lies behind the cover drawn through it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.faults import Spot
from kiosk.domain.health import Device


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded box from its lower left corner; `filled`: a surface and not only its edge."""

    spot: Spot
    x: float
    y: float
    width: float
    height: float
    radius: float = 3
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    spot: Spot
    x: float
    y: float
    radius: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """`points`: x, y, x, y ..."""

    spot: Spot
    points: tuple[float, ...]


Stroke = Box | Disc | Path


def _plug(x: float) -> tuple[Stroke, ...]:
    """The cable behind the device, and the plug at its end that brings the power."""
    return (
        Path(Spot.CABLE, (x, 22, x, 14, x + 4, 10, x + 12, 10)),
        Box(Spot.POWER, x + 12, 6, 11, 8, 2, filled=True),
        Path(Spot.POWER, (x + 23, 8, x + 27, 8)),
        Path(Spot.POWER, (x + 23, 12, x + 27, 12)),
    )


DRAWINGS: dict[Device, tuple[Stroke, ...]] = {
    Device.RECEIPT_PRINTER: (
        Box(Spot.WHOLE, 12, 22, 76, 50, 7),
        Path(Spot.COVER, (12, 66, 20, 88, 74, 92, 80, 72)),
        Disc(Spot.ROLL, 36, 48, 16),
        Disc(Spot.ROLL, 36, 48, 5, filled=True),
        Path(Spot.ROLL, (36, 64, 54, 64)),
        Box(Spot.HEAD, 54, 57, 10, 9, 1.5, filled=True),
        Path(Spot.CUTTER, (68, 58, 71, 62, 74, 58, 77, 62, 80, 58)),
        Box(Spot.SLOT, 64, 66, 24, 6, 2, filled=True),
        Path(Spot.SLOT, (76, 72, 76, 86, 88, 86, 88, 72)),
        *_plug(24),
    ),
    Device.CARD_READER: (
        Box(Spot.WHOLE, 12, 22, 76, 56, 7),
        Box(Spot.SLOT, 40, 62, 48, 5, 2, filled=True),
        Box(Spot.SLOT, 62, 52, 34, 24, 3),
        Disc(Spot.ROLLERS, 30, 70, 5),
        Disc(Spot.ROLLERS, 30, 58, 5),
        Box(Spot.BIN, 18, 28, 26, 18, 2),
        Path(Spot.BIN, (22, 34, 40, 34)),
        Path(Spot.BIN, (22, 40, 40, 40)),
        *_plug(60),
    ),
    Device.CODE_SCANNER: (
        Box(Spot.WHOLE, 22, 22, 56, 40, 7),
        Box(Spot.WINDOW, 32, 46, 36, 10, 2, filled=True),
        Path(Spot.WINDOW, (36, 60, 28, 82)),
        Path(Spot.WINDOW, (50, 60, 50, 84)),
        Path(Spot.WINDOW, (64, 60, 72, 82)),
        Path(Spot.WHOLE, (26, 90, 26, 96, 32, 96)),
        Path(Spot.WHOLE, (68, 96, 74, 96, 74, 90)),
        *_plug(44),
    ),
    Device.PAYMENT_TERMINAL: (
        Box(Spot.WHOLE, 28, 22, 44, 72, 7),
        Box(Spot.DISPLAY, 34, 70, 32, 17, 2, filled=True),
        *(
            Box(Spot.KEYS, 35 + 11 * column, 40 + 9 * row, 8, 6, 1.5)
            for row in range(3)
            for column in range(3)
        ),
        Box(Spot.SLOT, 34, 27, 32, 4, 1.5, filled=True),
        Box(Spot.SLOT, 38, 12, 24, 16, 2),
        *_plug(66),
    ),
    Device.CABINET: (
        Box(Spot.WHOLE, 16, 8, 62, 88, 7),
        Box(Spot.WHOLE, 24, 66, 46, 22, 3),
        Path(Spot.DOOR, (24, 14, 24, 58, 70, 58, 92, 50, 92, 6, 70, 14, 24, 14)),
        Path(Spot.DOOR, (70, 14, 70, 58)),
        Disc(Spot.LOCK, 62, 38, 6),
        Box(Spot.LOCK, 60, 26, 4, 10, 1.5, filled=True),
        Path(Spot.CABLE, (16, 30, 8, 30, 8, 16)),
        Box(Spot.POWER, 4, 8, 8, 8, 2, filled=True),
    ),
    Device.KEYPAD: (
        Box(Spot.WHOLE, 14, 22, 72, 66, 9),
        Path(Spot.KEYS, (50, 82, 42, 72, 58, 72, 50, 82)),
        Path(Spot.KEYS, (50, 42, 42, 52, 58, 52, 50, 42)),
        Path(Spot.KEYS, (26, 62, 34, 70, 34, 54, 26, 62)),
        Path(Spot.KEYS, (74, 62, 66, 70, 66, 54, 74, 62)),
        Disc(Spot.KEYS, 50, 62, 6, filled=True),
        Disc(Spot.SLOT, 28, 34, 6),
        Disc(Spot.SLOT, 28, 34, 2, filled=True),
        *_plug(60),
    ),
    Device.POWER: (
        Box(Spot.WHOLE, 20, 22, 60, 70, 7),
        Box(Spot.DISPLAY, 30, 74, 40, 10, 2, filled=True),
        Box(Spot.BATTERY, 30, 34, 36, 28, 4),
        Box(Spot.BATTERY, 66, 42, 5, 12, 1.5, filled=True),
        Box(Spot.BATTERY, 35, 39, 8, 18, 1.5, filled=True),
        Box(Spot.BATTERY, 46, 39, 8, 18, 1.5, filled=True),
        *_plug(44),
    ),
}
