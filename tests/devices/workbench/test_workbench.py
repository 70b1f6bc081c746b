"""The workbench as a process: its ports, its HTTP door, its memory, its end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from devices.link import Link
from kiosk.ports import NotConnected
from tests.devices.control import ROOT, Workbench

DEVICES = ("receipt_printer", "card_reader", "code_scanner", "payment_terminal", "keypad")


@pytest.mark.requirement("K1")
def test_five_devices_on_real_pseudo_terminals(workbench: Workbench) -> None:
    """K1: the whole kiosk runs with no hardware, over real ports."""
    assert workbench.ready["ready"] is True
    for device in DEVICES:
        assert os.readlink(workbench.port(device)).startswith("/dev/pts/")
    assert set(workbench.get("/state")) == {*DEVICES, "cabinet", "power"}  # those two at ports on loopback


@pytest.mark.parametrize("device", DEVICES)
def test_every_device_can_be_pulled_out_and_put_back(workbench: Workbench, device: str) -> None:
    link = Link(workbench.port(device))
    link.open()
    workbench.set(device, unplugged=True)
    assert not Path(workbench.port(device)).exists()
    with pytest.raises(NotConnected):
        link.read_some()
    workbench.set(device, unplugged=False)
    link.open()
    link.close()


@pytest.mark.parametrize(
    ("path", "body", "key"),
    [
        ("/receipt_printer", b'{"paper": "ashes"}', "paper"),
        ("/receipt_printer", b'{"power": 1}', "power"),
        ("/receipt_printer", b'{"slow_baud": "19200"}', "slow_baud"),
        ("/receipt_printer", b'{"stop_after_bytes": -1}', "stop_after_bytes"),
        ("/receipt_printer", b'{"paper_out_after_rows": 1.5}', "paper_out_after_rows"),
        ("/receipt_printer", b'{"colour": "red"}', "colour"),
        ("/receipt_printer", b"[]", "body"),
        ("/receipt_printer", b"\xff", "body"),
        ("/receipt_printer", b"", "body"),
        ("/card_reader/present", b'{"track2": 7}', "track2"),
        ("/card_reader/present", b"{}", "card"),
        ("/code_scanner/scan", b'{"data": ""}', "data"),
        ("/code_scanner", b'{"suffix": "x"}', "suffix"),
        ("/payment_terminal", b'{"next": "explode"}', "next"),
        ("/cabinet", b'{"door": "ajar"}', "door"),
        ("/keypad", b'{"headphones": true}', "headphones"),
        ("/keypad/press", b'{"key": "any"}', "key"),
        ("/power", b'{"charge": 101}', "charge"),
    ],
)
def test_a_wrong_switch_is_named_with_what_is_allowed(
    workbench: Workbench, path: str, body: bytes, key: str
) -> None:
    status, answer = workbench.call("POST", path, body)
    told = json.loads(answer)
    assert status == 400
    assert told["key"] == key
    assert told["allowed"]


def test_one_wrong_switch_moves_none(workbench: Workbench) -> None:
    status, _ = workbench.call("POST", "/receipt_printer", {"paper": "low", "cover": "ajar"})
    assert status == 400
    assert workbench.get("/state")["receipt_printer"]["switches"]["paper"] == "ok"


def test_a_web_page_elsewhere_cannot_reach_the_door(workbench: Workbench) -> None:
    status, _ = workbench.call("GET", "/state", headers={"Host": "evil.example"})
    assert status == 400


@pytest.mark.parametrize(
    "path", ["/receipt_printer/receipts/99.png", "/receipt_printer/receipts/1.exe", "/phone", "/static/"]
)
def test_what_is_not_there_is_not_found(workbench: Workbench, path: str) -> None:
    assert workbench.call("GET", path)[0] == 404


def test_the_ledger_is_a_list(workbench: Workbench) -> None:
    assert isinstance(workbench.get("/payment_terminal/ledger")["entries"], list)


@pytest.mark.parametrize(
    "address", ["0.0.0.0:0", "kiosk.example:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000"]
)
def test_only_loopback_may_control_it(tmp_path: Path, address: str) -> None:
    command = [sys.executable, "-m", "devices.workbench", "--dir", str(tmp_path), "--http", address]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert address in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_ends_cleanly_and_what_was_printed_outlives_it(tmp_path: Path) -> None:
    first = Workbench(tmp_path)
    link = Link(first.port("receipt_printer"))
    link.write(b"\x1b@Hello\n\x1dV\x00")
    link.read_until(lambda data: bool(first.receipts()), 5)
    link.close()
    assert first.stop() == 0
    assert not any((tmp_path / device).is_symlink() for device in DEVICES)
    second = Workbench(tmp_path)
    assert [piece["number"] for piece in second.receipts()] == [1]
    assert second.bytes_of(1) == b"\x1b@Hello\n\x1dV\x00"
    assert second.stop() == 0
