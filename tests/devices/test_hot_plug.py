"""Every device pulled out and put in again at another port: found by what it is, within ten seconds, and no other is.

Real pseudo-terminals and the drivers of production; the pauses between the looks are stepped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from devices import link as links
from devices import rack
from devices.card_reader.crt571.emulator import Crt571Emulator
from devices.card_reader.emulator import CardReaderEmulator
from devices.card_reader.pn532.emulator import Pn532Emulator
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.emulator import Emulator
from devices.payment_terminal.zvt.apdu import status_enquiry
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.payment_terminal.zvt.framing import enclose
from devices.rack_settings import (
    PrinterSettings,
    RackSettings,
    ReaderSettings,
    ScannerSettings,
    TerminalSettings,
)
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.sought_link import SoughtLink
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Found
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import DeviceError, NotConnected
from tests.devices import papers
from tests.devices.conftest import FONTS
from tests.devices.pumped import pumped

MOST = 10.0  # seconds until it is back (K6, X10)
LOOKS = 4.0  # seconds between two looks of the kiosk


class LeapingClock:
    """Runs as the real one does, and leaps where a test waits."""

    def __init__(self) -> None:
        self.leapt = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.leapt


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> LeapingClock:
    """The one that every line of a rack gets that is made in this test."""
    clock = LeapingClock()
    defaults = links.Link.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "now", clock)
    return clock


class Bench:
    """Pretend devices, each at its own port at first."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self._devices: dict[str, tuple[Emulator, Lock]] = {}

    def put(self, make: type[Emulator], name: str = "") -> Any:
        name = name or make.NAME
        memory = self.folder / f"memory-{name}"
        memory.mkdir()
        self._devices[name] = self._stack.enter_context(
            pumped(self.folder / name, lambda send: make(send, memory))
        )
        return self._devices[name][0]

    def switch(self, name: str, **changes: object) -> None:
        device, lock = self._devices[name]
        with lock:
            device.switch(changes)

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        with self._devices[name][1]:
            yield

    def move(self, name: str, socket: str) -> None:
        """Out, and in again at another port."""
        self.switch(name, unplugged=True)
        self.until(lambda: not self.is_there(name))
        self.switch(name, socket=socket, unplugged=False)
        self.until(lambda: (self.folder / f"usb-{socket}").exists())

    def is_there(self, name: str) -> bool:
        device, _ = self._devices[name]
        socket = device.switches["socket"]
        return (self.folder / (name if socket == "own" else f"usb-{socket}")).exists()

    def until(self, holds: Callable[[], bool]) -> None:
        """pytest's time-out bounds it."""
        while not holds():
            pass

    def ports(self, name: str) -> str:
        """The device's own, or one of those that any device may be put into."""
        return f"{self.folder}/{name},{self.folder}/usb-?"


class Eavesdropper(ReceiptPrinterEmulator):
    """Keeps what it was told."""

    heard = b""

    def received(self, data: bytes) -> None:
        self.heard += data
        super().received(data)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(tmp_path, stack)


def seconds_until_it_works(clock: LeapingClock, status: Callable[[], DeviceStatus]) -> float:
    """Looked at as the kiosk looks."""
    began = clock()
    while not status().works:
        assert clock() - began < 6 * MOST
        clock.leapt += LOOKS
    return clock() - began


def lose(clock: LeapingClock, status: Callable[[], DeviceStatus]) -> None:
    """Until the looks for it are as rare as they get."""
    for _ in range(5):
        gone = status()
        assert (gone.state, gone.faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
        clock.leapt += LOOKS


@pytest.mark.requirement("X10", "K6")
def test_the_printer_prints_on_at_another_port(bench: Bench, clock: LeapingClock, fonts: Fonts) -> None:
    """X10, K6: by its answers; the port between, which is another device's, hears no more than a question."""
    far = bench.put(ReceiptPrinterEmulator)
    bench.put(CardReaderEmulator, "other")
    bench.switch("other", socket="a")
    printer = rack.build_printer(PrinterSettings(bench.ports("receipt_printer")), fonts)
    assert printer.status().works
    bench.switch("receipt_printer", unplugged=True)
    bench.until(lambda: not bench.is_there("receipt_printer"))
    lose(clock, printer.status)
    bench.move("receipt_printer", "b")
    assert seconds_until_it_works(clock, printer.status) < MOST
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    assert len(far.tray.listing()) == 1
    printer.close()


@pytest.mark.requirement("X10", "K6")
def test_the_terminal_is_found_at_another_port_and_is_the_same(bench: Bench, clock: LeapingClock) -> None:
    """X10, K6: what was charged before the plug was pulled is found behind it, and nothing is charged twice."""
    far = bench.put(ZvtEmulator)
    bench.switch("payment_terminal", delay_s=0)
    terminal = rack.build_terminal(TerminalSettings(bench.ports("payment_terminal")))
    terminal.prepare()
    assert isinstance(terminal.charge(Money(4200), lambda stage: None), Approved)
    bench.switch("payment_terminal", unplugged=True)
    bench.until(lambda: not bench.is_there("payment_terminal"))
    lose(clock, terminal.status)
    bench.move("payment_terminal", "c")
    assert seconds_until_it_works(clock, terminal.status) < MOST
    found = terminal.inquire()
    assert isinstance(found, Found)
    assert found.slip.amount == Money(4200)
    assert len(far.ledger()) == 1
    terminal.close()


@pytest.mark.requirement("X10", "K6")
@pytest.mark.parametrize(("protocol", "make"), [("pn532", Pn532Emulator), ("crt571", Crt571Emulator)])
def test_a_reader_that_answers_reads_on_at_another_port(
    bench: Bench, clock: LeapingClock, protocol: str, make: Any
) -> None:
    """X10, K6."""
    far = bench.put(make)
    if make is Crt571Emulator:
        bench.switch("card_reader", motor_s=0)
    reader = rack.build_card_reader(ReaderSettings(bench.ports("card_reader"), protocol=protocol))
    assert reader.status().works
    bench.move("card_reader", "a")
    with suppress(DeviceError):
        reader.read()

    def status() -> DeviceStatus:
        with suppress(DeviceError):
            reader.read()
        return reader.status()

    assert seconds_until_it_works(clock, status) < MOST
    with bench.held("card_reader"):
        far.present({"uid": "A1B2C3D4"})
    told: list[object] = []
    while "rfid:A1B2C3D4" not in told:
        told.append(reader.read())
    reader.close()


@pytest.mark.requirement("X10", "K6")
def test_devices_that_only_talk_are_heard_on_under_their_name(bench: Bench, clock: LeapingClock) -> None:
    """X10, K6: /dev/serial/by-id keeps its name and leads to another port; nobody can ask these two who they are."""
    code, card = bench.put(CodeScannerEmulator), bench.put(CardReaderEmulator)
    folder = bench.folder
    scanner = rack.build_code_scanner(ScannerSettings(str(folder / "code_scanner")))
    reader = rack.build_card_reader(ReaderSettings(str(folder / "card_reader"), prefixes=("9901",)))
    assert (scanner.read(), reader.read()) == (None, None)
    before = {name: (folder / name).readlink() for name in ("code_scanner", "card_reader")}
    for name in before:
        bench.switch(name, unplugged=True)
        bench.until(lambda name=name: not bench.is_there(name))  # type: ignore[misc]
    spare = bench.put(CardReaderEmulator, "something_else")  # takes a number that has become free
    for name in before:
        bench.switch(name, unplugged=False)
        bench.until(lambda name=name: bench.is_there(name))  # type: ignore[misc]
    assert spare.switches["power"]
    assert {name: (folder / name).readlink() for name in before} != before
    for device in (scanner, reader):
        with suppress(NotConnected):
            device.read()
        assert seconds_until_it_works(clock, device.status) < MOST
        assert device.read() is None
    with bench.held("code_scanner"):
        code.scan({"data": "960402627"})
    with bench.held("card_reader"):
        card.present({"track2": "990120260007730=3012"})
    assert scanner.read() == "960402627"
    assert reader.read() == "990120260007730"
    scanner.close()
    reader.close()


@pytest.mark.requirement("X10")
def test_a_printer_in_the_terminals_place_is_never_asked_for_money(bench: Bench, clock: LeapingClock) -> None:
    """X10: the terminal is out and a printer is at another port: nothing but a question how it is was ever said to it."""
    bench.put(ZvtEmulator)
    other = bench.put(Eavesdropper)
    terminal = rack.build_terminal(TerminalSettings(bench.ports("payment_terminal")))
    mark = terminal.prepare()
    bench.switch("payment_terminal", unplugged=True)
    bench.until(lambda: not bench.is_there("payment_terminal"))
    bench.move("receipt_printer", "a")
    for _ in range(4):
        with pytest.raises(NotConnected):
            terminal.charge(Money(100), lambda stage: None)
        with pytest.raises(NotConnected):
            terminal.prepare()
        clock.leapt += LOOKS
    with bench.held("receipt_printer"):
        assert other.heard
        assert other.heard.replace(enclose(status_enquiry("000000").to_bytes()), b"") == b""
    bench.move("payment_terminal", "b")
    assert seconds_until_it_works(clock, terminal.status) < MOST
    assert terminal.prepare().terminal_id == mark.terminal_id
    terminal.close()


@pytest.mark.requirement("X10", "X7")
def test_each_of_two_printers_is_known_by_its_serial_number(
    bench: Bench, clock: LeapingClock, fonts: Fonts
) -> None:
    """X10, X7: both out, and in again at each other's ports."""
    first, second = bench.put(ReceiptPrinterEmulator, "one"), bench.put(ReceiptPrinterEmulator, "two")
    bench.switch("two", serial_number="000002")
    ports = f"{bench.folder}/one,{bench.folder}/two,{bench.folder}/usb-?"
    printers = [rack.build_printer(PrinterSettings(ports), fonts) for _ in range(2)]
    assert [printer.status().works for printer in printers] == [True, True]
    assert [printer.print(papers.short()) for printer in printers] == [PrintOutcome.CONFIRMED] * 2
    for name in ("one", "two"):
        bench.switch(name, unplugged=True)
        bench.until(lambda name=name: not bench.is_there(name))  # type: ignore[misc]
    for printer in printers:
        lose(clock, printer.status)
    bench.move("two", "a")
    bench.move("one", "b")
    for printer in printers:
        assert seconds_until_it_works(clock, printer.status) < MOST
    assert printers[1].print(papers.short()) is PrintOutcome.CONFIRMED
    assert (len(first.tray.listing()), len(second.tray.listing())) == (1, 2)
    for printer in printers:
        printer.close()


def test_a_port_that_is_named_for_another_device_is_not_even_looked_at(bench: Bench, fonts: Fonts) -> None:
    bench.put(ReceiptPrinterEmulator)
    settings = RackSettings(
        FONTS,
        printer=PrinterSettings(f"{bench.folder}/*"),
        scanner=ScannerSettings(f"{bench.folder}/receipt_printer"),
    )
    assert rack.build(settings).printer.status().state is DeviceState.UNPLUGGED


def test_of_two_ports_none_is_taken_for_a_device_that_cannot_be_asked() -> None:
    with pytest.raises(NotConnected, match="2 ports for usb:0403:6001"):
        sought(["/dev/ttyUSB0", "/dev/ttyUSB1"]).open()


def sought(paths: list[str]) -> SoughtLink:
    return SoughtLink("usb:0403:6001", 9600, None, found=lambda wanted, others: paths)


def test_the_only_port_of_a_usb_device_is_its_own(bench: Bench) -> None:
    far = bench.put(CodeScannerEmulator)
    line = sought([f"{bench.folder}/code_scanner"])
    line.open()
    with bench.held("code_scanner"):
        far.scan({"data": "960402627"})
    assert line.read_until(lambda data: data.endswith(b"\r"), 5) == b"960402627\r"
    assert line.port == f"{bench.folder}/code_scanner"
    line.close()
