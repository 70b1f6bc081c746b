"""Every fault of the kiosk's vocabulary is set on the workbench, over its door, and told by the driver of production.

Those that are of the kiosk itself, or of a wrong port or a second device, stand in OWN, with who shows them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from devices import rack
from devices.around import CabinetSettings, KeypadSettings, build_cabinet, build_keypad, build_power
from devices.cabinet.emulator import CabinetEmulator
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.emulator import Emulator
from devices.keypad.driver import STUCK, EvdevKeypad
from devices.keypad.emulator import KeypadEmulator
from devices.keypad.nodes import InputNodes
from devices.power.emulator import PowerEmulator
from devices.rack_settings import PrinterSettings, ReaderSettings, ScannerSettings, TerminalSettings
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.workbench.__main__ import CARD_READERS, terminal_of
from kiosk.domain.faults import SHEETS, Fault
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.ports import BadReply, CardReader, DeviceError
from tests.devices.control import Workbench

OWN = {
    Fault.STAYS_DOWN: "tests/kiosk/domain/test_reviving.py",
    Fault.PAPER_UNPROVED: "tests/kiosk/domain/test_staff.py",
    Fault.SECOND_PRINTER: "tests/devices/receipt_printer/test_two.py",
}
TERMINAL = terminal_of("zvt")
CARD, CODE = {"track2": "990120260007730=3012"}, {"data": "960402627"}
LOOKS = 40  # until a driver that polls has found out
FOUND_OUT = 30.0  # seconds; contacts bounce, and a device server that is gone says nothing for a while


def of(faults: object) -> list[str]:
    return sorted(faults)  # type: ignore[call-overload]


def told(
    status: Callable[[], DeviceStatus], fault: str, look: Callable[[], object] = lambda: None
) -> DeviceStatus:
    """The first report with `fault` in it, looking as the kiosk does."""
    end = time.monotonic() + FOUND_OUT
    while True:
        with suppress(DeviceError):
            look()
        if fault in (report := status()).faults:
            return report
        assert time.monotonic() < end, f"{fault} is not told: {report}"


def break_by(bench: Workbench, device: str, fault: str | None) -> None:
    assert bench.call("POST", f"/{device}/fault", {"fault": fault})[0] == 200


@pytest.mark.requirement("X15")
def test_between_them_the_devices_have_every_fault_that_there_is() -> None:
    """X15: a new fault needs its switch, or a line in OWN."""
    emulators: tuple[type[Emulator], ...] = (
        ReceiptPrinterEmulator,
        CodeScannerEmulator,
        CabinetEmulator,
        PowerEmulator,
        KeypadEmulator,
        TERMINAL,
        *CARD_READERS.values(),
    )
    known = {fault for emulator in emulators for fault in emulator.FAULTS}
    assert known == {fault.value for fault in SHEETS if fault not in OWN}


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(ReceiptPrinterEmulator.FAULTS))
def test_each_fault_of_the_printer(workbench: Workbench, fonts: Fonts, fault: str) -> None:
    """X15, X3: set, told, put right, and well again."""
    settings = PrinterSettings(workbench.port("receipt_printer"), presenter=fault == "paper_waits")
    with closing(rack.build_printer(settings, fonts)) as printer:
        assert printer.status().works
        break_by(workbench, "receipt_printer", fault)
        with_it = told(printer.status, fault)
        assert with_it.works == (fault in ("paper_low", "paper_waits", "printing_unconfirmed"))
    break_by(workbench, "receipt_printer", None)
    with closing(rack.build_printer(settings, fonts)) as printer:
        assert (printer.status().state, printer.status().faults) == (DeviceState.ONLINE, ())


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(TERMINAL.FAULTS))
def test_each_fault_of_the_terminal(workbench: Workbench, fault: str) -> None:
    """X15, X3."""
    settings = TerminalSettings(workbench.port("payment_terminal"), terminal_id="52500038")
    with closing(rack.build_terminal(settings)) as terminal:
        terminal.prepare()
        break_by(workbench, "payment_terminal", fault)
        told(terminal.status, fault, terminal.prepare)
    break_by(workbench, "payment_terminal", None)
    with closing(rack.build_terminal(settings)) as terminal:
        terminal.prepare()
        assert (terminal.status().state, terminal.status().faults) == (DeviceState.ONLINE, ())


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(CodeScannerEmulator.FAULTS))
def test_each_fault_of_the_scanner(workbench: Workbench, fault: str) -> None:
    """X15, X3."""
    with closing(rack.build_code_scanner(ScannerSettings(workbench.port("code_scanner")))) as scanner:

        def look() -> None:
            workbench.call("POST", "/code_scanner/scan", CODE)
            scanner.read()

        scanner.read()
        break_by(workbench, "code_scanner", fault)
        told(scanner.status, fault, look)


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(CARD_READERS["talking"].FAULTS))
def test_each_fault_of_a_reader_that_only_talks(workbench: Workbench, fault: str) -> None:
    """X15, X3: a card that cannot be read is told with the card, everything else by the reader."""
    settings = ReaderSettings(workbench.port("card_reader"), prefixes=("9901",))
    with closing(rack.build_card_reader(settings)) as reader:

        def look() -> None:
            workbench.call("POST", "/card_reader/present", CARD)
            reader.read()

        reader.read()
        break_by(workbench, "card_reader", fault)
        if fault == Fault.UNREADABLE_CARD:
            look()
            with pytest.raises(BadReply):
                look_often(reader)
        else:
            told(reader.status, fault, look)


def look_often(reader: CardReader) -> None:
    for _ in range(LOOKS):
        reader.read()


@pytest.fixture(scope="module", params=["pn532", "crt571"])
def another_bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Workbench]]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    bench = Workbench(folder, "--card-reader", request.param)
    yield request.param, bench
    bench.stop()


@pytest.mark.requirement("X15", "X3")
def test_each_fault_of_the_readers_that_answer(another_bench: tuple[str, Workbench]) -> None:
    """X15, X3."""
    protocol, bench = another_bench
    faults = of(set(CARD_READERS[protocol].FAULTS) - {Fault.UNREADABLE_CARD})
    for fault in faults:
        break_by(bench, "card_reader", None)
        settings = ReaderSettings(bench.port("card_reader"), protocol=protocol)
        with closing(rack.build_card_reader(settings)) as reader:
            assert reader.status().works
            reader.read()
            break_by(bench, "card_reader", fault)
            told(reader.status, fault, reader.read)


@pytest.mark.requirement("X15", "X3")
@pytest.mark.filterwarnings(r"ignore:set(Daemon|Name)\(\) is deprecated:DeprecationWarning")
@pytest.mark.parametrize("fault", of(CabinetEmulator.FAULTS))
def test_each_fault_of_the_cabinet(workbench: Workbench, fault: str) -> None:
    """X15, X3."""
    with closing(build_cabinet(CabinetSettings(workbench.ready["cabinet"]))) as cabinet:
        cabinet.status()
        break_by(workbench, "cabinet", fault)
        told(cabinet.status, fault, lambda: workbench.get("/state"))


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(PowerEmulator.FAULTS))
def test_each_fault_of_the_battery(workbench: Workbench, fault: str) -> None:
    """X15, X3."""
    with closing(build_power(workbench.ready["power"])) as power:
        assert power.status().works
        break_by(workbench, "power", fault)
        told(power.status, fault)


@pytest.mark.requirement("X15", "X3")
@pytest.mark.parametrize("fault", of(KeypadEmulator.FAULTS))
def test_each_fault_of_the_keypad(workbench: Workbench, fault: str) -> None:
    """X15, X3: a key is stuck when it stays down for half a minute; that is stepped."""
    later = 0.0
    nodes = InputNodes(workbench.port("keypad"), now=lambda: time.monotonic() + later)
    with closing(EvdevKeypad(nodes, {})) as keypad:

        def look() -> None:
            nonlocal later
            workbench.call("POST", "/keypad/press", {"key": "next"})
            keypad.read()
            later += STUCK if fault == Fault.KEY_STUCK else 0

        keypad.read()
        assert keypad.status().faults == ()
        break_by(workbench, "keypad", fault)
        told(keypad.status, fault, look)
    break_by(workbench, "keypad", None)
    with closing(build_keypad(KeypadSettings(workbench.port("keypad")))) as again:
        assert (again.status().state, again.status().faults) == (DeviceState.ONLINE, ())


@pytest.mark.requirement("X15", "X1")
def test_each_state_is_set_by_a_switch(workbench: Workbench, fonts: Fonts) -> None:
    """X15, X1: off, unplugged, a person needed, broken. Not fitted is a setting; starting is before the first word."""
    seen = {}
    for fault in (None, "no_answer", "port_missing", "paper_out", "unrecoverable"):
        break_by(workbench, "receipt_printer", fault)
        with closing(
            rack.build_printer(PrinterSettings(workbench.port("receipt_printer")), fonts)
        ) as printer:
            seen[fault] = printer.status().state
    assert list(seen.values()) == [
        DeviceState.ONLINE,
        DeviceState.OFFLINE,
        DeviceState.UNPLUGGED,
        DeviceState.PERSON_NEEDED,
        DeviceState.BROKEN,
    ]
    assert rack.build_printer(PrinterSettings(), fonts).status().state is DeviceState.NOT_FITTED


@pytest.mark.parametrize("body", [{}, {"fault": "paper_out", "more": 1}, {"fault": 7}, {"fault": "no_such"}])
def test_what_is_no_fault_is_refused_with_those_there_are(workbench: Workbench, body: object) -> None:
    status, answer = workbench.call("POST", "/receipt_printer/fault", body)
    assert status == 400
    assert "paper_out" in json.loads(answer)["allowed"]
    assert workbench.call("POST", "/toaster/fault", {"fault": None})[0] == 404
