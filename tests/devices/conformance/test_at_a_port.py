"""The kit at real ports: it plays the device for a driver that is a program, and it works somebody else's device."""

from __future__ import annotations

import shlex
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from devices.conformance.__main__ import main
from devices.conformance.device import Paying
from devices.conformance.line import Line
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.ports import PaymentTerminal
from tests.devices.control import ROOT, Workbench

SCANNER = ROOT / "tests/devices/conformance/scanner.sh"


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is `python -m tests...`."""
    monkeypatch.chdir(ROOT)


def _free() -> str:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return f"tcp://127.0.0.1:{found.getsockname()[1]}"


def _tried(kind: str, port: str, only: str, program: str = "") -> int:
    python = f"{shlex.quote(sys.executable)} -m tests.devices.conformance.programs {program or kind} {port}"
    return main([kind, "--port", port, "--program", python, "--only", only])


@pytest.mark.requirement("X16")
@pytest.mark.parametrize(
    ("kind", "only"),
    [
        ("receipt_printer.escpos", "unplugged: half way to device"),
        ("payment_terminal.zvt", "byte lost: half way to host"),
    ],
)
def test_a_program_at_a_real_port_is_tried(kind: str, only: str, tmp_path: Path) -> None:
    """X16: no class of ours but its words on its output."""
    assert _tried(kind, str(tmp_path / "port"), only) == 0


@pytest.mark.requirement("X16")
def test_a_driver_in_another_language_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """X16: written after docs/conformance.md, in bash."""
    port = str(tmp_path / "port")
    command = f"bash {SCANNER} {port}"
    assert main(["code_scanner.serial", "--port", port, "--program", command, "--only", "nothing"]) == 0
    assert "code_scanner.serial: 1 cases, 0 failed" in capsys.readouterr().out


@pytest.mark.requirement("X16")
def test_a_program_that_lies_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """X16."""
    kind, port = "receipt_printer.escpos", str(tmp_path / "port")
    assert _tried(kind, port, "line dead behind: first byte to device", "receipt_printer.sure") == 1
    assert "said printed, and no receipt came out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("true", "the program has ended"),
        ("yes", "answered b'y'"),
        ("yes []", "answered b'[]'"),
        ("yes {}", "answered {}"),
        ("""yes '{"error": "late"}'""", "answered b"),
    ],
)
def test_a_program_that_speaks_otherwise_is_told_so(
    program: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["power.nut", "--port", _free(), "--program", program]) == 1
    assert f"raised Crooked: {words}" in capsys.readouterr().out


@pytest.mark.parametrize("more", [["--port", "x"], ["--program", "x"], ["--device", "x", "--driver", "y:z"]])
def test_what_does_not_go_together_is_refused(more: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["power.nut", *more])
    assert refused.value.code == 2


def test_what_is_not_played_at_a_port_is_named() -> None:
    with pytest.raises(SystemExit, match=r"cabinet\.lines is not played"):
        main(["cabinet.lines", "--port", "x", "--program", "y"])
    with pytest.raises(SystemExit, match="cannot be worked alone"):
        main(["card_reader.tag", "--device", "x"])


@pytest.mark.requirement("X16")
def test_a_device_at_a_real_port_is_worked(workbench: Workbench) -> None:
    """X16: the emulators of the house, over the workbench's own ports."""
    assert (
        main(["power.nut", "--device", workbench.ready["power"], "--only", "unplugged: half way to host"])
        == 0
    )
    port = workbench.port("receipt_printer")
    assert (
        main(["receipt_printer.escpos", "--device", port, "--only", "silence behind: last byte to host"]) == 0
    )


def test_a_device_that_does_not_work_fails_its_first_case(
    workbench: Workbench, capsys: pytest.CaptureFixture[str]
) -> None:
    workbench.set("power", stale=True)
    assert main(["power.nut", "--device", workbench.ready["power"]]) == 1
    assert "on a healthy line: status" in capsys.readouterr().out


class BooksTwice(ZvtEmulator):
    """Every payment goes into its memory two times."""

    def book(self, *given: Any, **more: Any) -> Any:
        super().book(*given, **more)
        return super().book(*given, **more)


@pytest.mark.parametrize(
    ("emulator", "lies"), [(ZvtEmulator, []), (BooksTwice, ["told of 1 payments, and reckons 2"])]
)
def test_a_terminal_that_reckons_otherwise_than_it_tells_is_found(
    emulator: type[ZvtEmulator], lies: list[str], tmp_path: Path
) -> None:
    def make(line: Line) -> PaymentTerminal:
        return ZvtTerminal(line, "000000", "TWD")

    paying = Paying(Line(lambda send: emulator(send, tmp_path)), make)
    assert paying.once() == ""
    assert list(paying.lies()) == lies
