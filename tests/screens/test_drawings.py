"""The drawings of the devices: a hint that points at a part finds that part, and every stroke stays in the picture."""

import pytest

from kiosk.domain.faults import SHEETS, Fault, Spot
from kiosk.domain.health import Device
from screens.drawings import DRAWINGS, Box, Disc, Path, Stroke

ANY = (
    Fault.NO_ANSWER,
    Fault.PORT_MISSING,
    Fault.PORT_HELD,
    Fault.LINE_STUCK,
    Fault.GARBAGE,
    Fault.UNRECOVERABLE,
)
OWN = {
    Device.RECEIPT_PRINTER: (
        Fault.PAPER_OUT, Fault.PAPER_LOW, Fault.PAPER_NOT_MEASURED, Fault.COVER_OPEN, Fault.PAPER_JAM,
        Fault.CUTTER, Fault.HEAD_HOT, Fault.PRINTING_UNCONFIRMED, Fault.PAPER_UNPROVED,
    ),
    Device.CARD_READER: (
        Fault.UNREADABLE_CARD,    Fault.CARD_JAM,
        Fault.BIN_FULL, Fault.READER_SENSOR, Fault.READER_MOTOR, Fault.READER_NOT_READY,
    ),
    Device.CODE_SCANNER: (Fault.UNREADABLE_CODE,),
    Device.PAYMENT_TERMINAL: (
        Fault.REGISTRATION_REFUSED, Fault.WRONG_TERMINAL, Fault.TERMINAL_BUSY, Fault.DAY_END_OPEN,
        Fault.HOST_UNREACHED, Fault.TERMINAL_PAPER, Fault.KEYS_MISSING, Fault.PIN_PAD, Fault.TERMINAL_READER,
        Fault.CARD_IN_TERMINAL,
    ),
    Device.CABINET: (Fault.DOOR_OPEN, Fault.TAMPER, Fault.NO_LINES),
    Device.KEYPAD: (Fault.KEY_STUCK,),
    Device.POWER: (Fault.ON_BATTERY, Fault.BATTERY_LOW, Fault.BATTERY_OLD),
}  # fmt: skip


@pytest.mark.requirement("X3")
@pytest.mark.parametrize("device", OWN)
def test_each_hint_points_at_a_part_of_the_drawing(device: Device) -> None:
    drawn = {stroke.spot for stroke in DRAWINGS[device]}
    assert {SHEETS[fault].spot for fault in (*ANY, *OWN[device])} - drawn == set()
    assert drawn - set(Spot) == set()


def _corners(stroke: Stroke) -> list[float]:
    match stroke:
        case Box(_, x, y, width, height):
            return [x, y, x + width, y + height]
        case Disc(_, x, y, radius):
            return [x - radius, y - radius, x + radius, y + radius]
        case Path(_, points):
            assert len(points) % 2 == 0
            return list(points)


@pytest.mark.parametrize("device", OWN)
def test_no_stroke_leaves_the_field(device: Device) -> None:
    assert all(0 <= corner <= 100 for stroke in DRAWINGS[device] for corner in _corners(stroke))
