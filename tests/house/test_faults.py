"""Each fault that a device can have, from the switch that makes it to the word at the centre: nothing is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crm.desk import texts as desk
from devices.cabinet.emulator import CabinetEmulator
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.emulator import Emulator
from devices.keypad.emulator import KeypadEmulator
from devices.power.emulator import PowerEmulator
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.workbench.__main__ import CARD_READERS, terminal_of
from kiosk.domain.faults import SHEETS, Fault, Owner, Told
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.language import Language
from kiosk.texts import load_texts
from screens.drawings import DRAWINGS

ROOT = Path(__file__).parents[2]
#: What the kiosk finds of itself, and never a device says: whose it is.
OF_THE_KIOSK = {
    Fault.PAPER_UNPROVED: (Device.RECEIPT_PRINTER,),
    Fault.SECOND_PRINTER: (Device.RECEIPT_PRINTER,),
    Fault.STAYS_DOWN: tuple(Device),
}
EMULATORS: tuple[type[Emulator], ...] = (
    ReceiptPrinterEmulator,
    CodeScannerEmulator,
    CabinetEmulator,
    PowerEmulator,
    KeypadEmulator,
    terminal_of("zvt"),
    *CARD_READERS.values(),
)
AGREED = json.loads((ROOT / "tests/contract/faults.json").read_text(encoding="utf-8"))
TEXTS = load_texts(ROOT / "assets" / "locale")


def _whose(fault: Fault) -> tuple[Device, ...]:
    """The devices at which a button of the workbench makes it."""
    made = {Device(emulator.NAME) for emulator in EMULATORS if fault.value in emulator.FAULTS}
    return tuple(made) or OF_THE_KIOSK.get(fault, ())


@pytest.mark.requirement("X3", "X15")
@pytest.mark.parametrize("fault", Fault)
def test_each_fault_is_whole(fault: Fault) -> None:
    """X3, X15: one owner, a device, a picture of the part, a hint and a sentence in each language, a word at the desk."""
    sheet, whose = SHEETS[fault], _whose(fault)
    assert isinstance(sheet.owner, Owner)
    assert AGREED[fault.value] == sheet.owner.value
    assert whose, "no button makes it"
    for device in whose:
        assert sheet.spot in {stroke.spot for stroke in DRAWINGS[device]}, device
        told = DeviceStatus(device, DeviceState.BROKEN, (fault,)).told
        for language in Language:
            assert TEXTS[language].fault(fault)
            assert TEXTS[language].get(f"hint.fault.{fault.value}")
            assert told is Told.NOTHING or TEXTS[language].get(f"told.{told.value}")
    for folder in desk.LANGUAGES.values():
        assert desk.read_catalogue(folder)[f"trouble.{fault.value}"]


def test_what_is_of_the_kiosk_no_device_makes() -> None:
    assert not {fault for fault in OF_THE_KIOSK for each in EMULATORS if fault.value in each.FAULTS}
