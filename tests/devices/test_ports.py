"""What a setting may name a port by, and which ports that means."""

from pathlib import Path

import pytest

from devices.ports import UsbPort, candidates
from kiosk.domain.port_name import UsbName, is_sought, names, needs_asking, usb_name

SHELF = (
    UsbPort("/dev/ttyUSB0", 0x0403, 0x6001, "A50285BI"),
    UsbPort("/dev/ttyUSB1", 0x0403, 0x6001, "B91044XQ"),
    UsbPort("/dev/ttyACM0", 0x04B8, 0x0202),
)


def listed(wanted: str, *others: str) -> list[str]:
    return candidates(wanted, others, lambda: SHELF)


@pytest.mark.parametrize(
    ("port", "sought", "asked"),
    [
        ("", False, False),
        ("/dev/serial/by-id/usb-EPSON_TM-T88V-if00", False, False),
        ("rfc2217://127.0.0.1:4000", False, False),
        ("auto", True, True),
        ("/dev/ttyUSB*", True, True),
        ("/dev/ttyUSB0, /dev/ttyUSB1", True, True),
        ("usb:0403:6001", True, False),
        ("usb:0403:6001:A50285BI", True, False),
    ],
)
def test_which_words_name_a_port_and_which_have_it_sought(port: str, sought: bool, asked: bool) -> None:
    assert (is_sought(port), needs_asking(port)) == (sought, asked)


def test_a_list_is_cut_at_its_commas() -> None:
    assert names("/dev/ttyS0, /dev/ttyUSB*,") == ("/dev/ttyS0", "/dev/ttyUSB*")


def test_a_usb_device_is_named_by_kind_and_serial_number() -> None:
    assert usb_name("/dev/ttyUSB0") is None
    assert usb_name("usb:04B8:0202") == UsbName(0x04B8, 0x0202, "")
    assert usb_name("usb:0403:6001:A50285BI") == UsbName(0x0403, 0x6001, "A50285BI")


@pytest.mark.parametrize("wrong", ["usb:", "usb:403:6001", "usb:0403", "usb:0403:6001:", "usb:zzzz:6001"])
def test_half_a_usb_name_is_none(wrong: str) -> None:
    with pytest.raises(ValueError, match="usb:VVVV:PPPP"):
        usb_name(wrong)


@pytest.mark.requirement("X10")
def test_a_serial_number_is_one_port_and_a_kind_may_be_several() -> None:
    """X10: wherever it is plugged in."""
    assert listed("usb:0403:6001:B91044XQ") == ["/dev/ttyUSB1"]
    assert listed("usb:0403:6001") == ["/dev/ttyUSB0", "/dev/ttyUSB1"]
    assert listed("usb:0403:6001:GONE") == []


def test_auto_is_every_port_on_usb_but_those_of_other_devices() -> None:
    assert listed("auto") == ["/dev/ttyUSB0", "/dev/ttyUSB1", "/dev/ttyACM0"]
    assert listed("auto", "/dev/ttyUSB0") == ["/dev/ttyUSB1", "/dev/ttyACM0"]


def test_one_port_under_two_names_is_one_port_and_is_kept_from_others_under_each(tmp_path: Path) -> None:
    for name in ("ttyUSB7", "ttyUSB8"):
        (tmp_path / name).touch()
    (tmp_path / "by-id").symlink_to(tmp_path / "ttyUSB7")
    wanted = f"{tmp_path}/by-id, {tmp_path}/gone, {tmp_path}/ttyUSB*"
    assert candidates(wanted) == [f"{tmp_path}/by-id", f"{tmp_path}/ttyUSB8"]
    assert candidates(wanted, [f"{tmp_path}/by-id"]) == [f"{tmp_path}/ttyUSB8"]


def test_this_machine_can_be_asked_for_its_usb_ports() -> None:
    """Whatever hangs here: a port that the kernel knows no USB device behind is not among them."""
    assert all(port.startswith("/dev/") for port in candidates("auto"))
