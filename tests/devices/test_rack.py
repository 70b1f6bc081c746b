"""The rack: what the settings say is fitted, and what is not fitted says so."""

from pathlib import Path

import pytest

from devices import rack
from devices.card_reader.driver import SerialCardReader
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.rack_settings import (
    PrinterSettings,
    RackSettings,
    ReaderSettings,
    ScannerSettings,
    TerminalSettings,
)
from devices.receipt_printer.driver import EscposPrinter
from kiosk.domain.health import DeviceState
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, NoAnswer
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import NotConnected
from tests.devices import papers
from tests.devices.conftest import FONTS
from tests.devices.control import Workbench

TRACK2 = "9901000000012345"


@pytest.mark.requirement("X1")
def test_what_is_not_fitted_says_so_and_does_nothing() -> None:
    """X1: not fitted is not broken."""
    fitted = rack.build(RackSettings(FONTS))
    for device in (fitted.printer, fitted.reader, fitted.terminal, fitted.scanner):
        assert device.status().state is DeviceState.NOT_FITTED
    assert fitted.printer.print(papers.short()) is PrintOutcome.NOT_PRINTED
    assert fitted.terminal.inquire() == NoAnswer()
    for act in (
        fitted.reader.read,
        fitted.scanner.read,
        fitted.terminal.prepare,
        lambda: fitted.terminal.charge(Money(1), lambda stage: None),
    ):
        with pytest.raises(NotConnected):
            act()
    fitted.terminal.cancel()
    for device in (fitted.printer, fitted.reader, fitted.terminal, fitted.scanner):
        device.close()


def test_building_opens_no_port(tmp_path: Path) -> None:
    fitted = rack.build(settings(tmp_path))
    assert isinstance(fitted.printer, EscposPrinter)
    assert isinstance(fitted.reader, SerialCardReader)
    assert isinstance(fitted.terminal, ZvtTerminal)
    assert fitted.printer.status().state is DeviceState.UNPLUGGED


def settings(folder: Path) -> RackSettings:
    return RackSettings(
        FONTS,
        PrinterSettings(str(folder / "receipt_printer")),
        ReaderSettings(str(folder / "card_reader"), prefixes=("9901",)),
        TerminalSettings(str(folder / "payment_terminal")),
        ScannerSettings(str(folder / "code_scanner")),
    )


@pytest.mark.requirement("K1")
def test_a_whole_rack_on_the_workbench(workbench: Workbench) -> None:
    """K1: card, charge and paper through the drivers of production, over real ports."""
    workbench.set("payment_terminal", delay_s=0)
    fitted = rack.build(settings(workbench.folder))
    try:
        assert fitted.printer.status().works
        assert fitted.reader.status().works
        assert fitted.reader.read() is None
        assert workbench.call("POST", "/card_reader/present", {"track2": TRACK2})[0] == 200
        assert fitted.reader.read()
        assert fitted.scanner.read() is None
        assert workbench.call("POST", "/code_scanner/scan", {"data": "960402627"})[0] == 200
        assert fitted.scanner.read() == "960402627"
        fitted.terminal.prepare()
        assert isinstance(fitted.terminal.charge(Money(280400), lambda stage: None), Approved)
        assert fitted.printer.print(papers.short()) is PrintOutcome.CONFIRMED
        (entry,) = workbench.get("/payment_terminal/ledger")["entries"]
        assert 280400 in entry.values()
    finally:
        for device in (fitted.printer, fitted.reader, fitted.terminal, fitted.scanner):
            device.close()


def test_a_tag_reader_passes_no_stripe_and_a_stripe_reader_no_tag(workbench: Workbench) -> None:
    port = workbench.port("card_reader")
    for protocol, card in (("rdm6300", {"track2": TRACK2}), ("stripe", {"uid": "010063E9AE"})):
        reader = rack.build_card_reader(ReaderSettings(port, protocol=protocol, prefixes=("9901",)))
        assert reader.read() is None
        assert workbench.call("POST", "/card_reader/present", card)[0] == 200
        assert [reader.read() for _ in range(4)] == [None] * 4
        reader.close()
