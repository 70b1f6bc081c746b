"""The rack: which drivers are fitted on which ports, from plain values. Knows constructors, decides nothing else.

There is no pretend driver here: a port may lead to a pretend device, and nobody on this side can tell.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from devices.around import (
    build_cabinet,
    build_keypad,
    build_power,
)
from devices.card_reader.crt571.driver import Crt571Reader
from devices.card_reader.driver import SerialCardReader
from devices.card_reader.finding import Answering, FoundCardReader
from devices.card_reader.pcsc.driver import PcscReader
from devices.card_reader.pcsc.slot import PyscardSlot
from devices.card_reader.pn532.driver import Pn532Reader
from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.protocol import Framing
from devices.link import Link
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.layout import Layout as Table
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.zvt import introduction as zvt
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.packets import PORT
from devices.rack_settings import (
    PrinterSettings,
    RackSettings,
    ReaderSettings,
    ScannerSettings,
    TerminalSettings,
)
from devices.receipt_printer import introduction as escpos
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.fonts import Fonts, house_fonts
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.letters import Letters
from devices.receipt_printer.protocol import LAST_PROCESS_ID, Confirmation
from devices.receipt_printer.two import TwoPrinters
from devices.sought_link import Introduced, SoughtLink
from devices.tcp_link import TcpLink
from devices.trace.deck import Deck
from devices.trace.file import Line
from devices.trace.tape import Tape
from kiosk.domain.card import CardMove
from kiosk.domain.day_end import DayTotals
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.money import Money
from kiosk.domain.payment import Finding, Mark, NoAnswer, Outcome, Payment, Slip
from kiosk.domain.port_name import is_sought
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.reversal import Reversal
from kiosk.domain.states import Stage
from kiosk.ports import (
    Cabinet,
    CardReader,
    CodeScanner,
    Delivery,
    Keypad,
    NotConnected,
    PaymentTerminal,
    Power,
    ReceiptPrinter,
)

PN532_BAUD = 115200


@dataclass(frozen=True, slots=True)
class Rack:
    printer: ReceiptPrinter
    reader: CardReader
    terminal: PaymentTerminal
    scanner: CodeScanner
    cabinet: Cabinet
    power: Power
    keypad: Keypad
    decks: Mapping[Device, Deck] = field(default_factory=dict)


def build(settings: RackSettings) -> Rack:
    """Opens nothing: every driver opens its port in its own lane, at its first use."""
    settings, decks = _on_tape(_apart(settings))
    battery = Tape()
    if settings.ups:
        decks[Device.POWER] = Deck(battery, Line(Device.POWER, "nut"))
    return Rack(
        build_printers(settings.printer, settings.second_printer, house_fonts(settings.fonts)),
        build_card_reader(settings.reader),
        build_terminal(settings.terminal),
        build_code_scanner(settings.scanner),
        build_cabinet(settings.cabinet),
        build_power(settings.ups, battery),
        build_keypad(settings.keypad),
        decks,
    )


def _apart(settings: RackSettings) -> RackSettings:
    """A port that is named for one device is looked at by no other."""
    parts = "printer", "second_printer", "reader", "scanner", "terminal"
    named = {part: port for part in parts if (port := getattr(settings, part).port) and not is_sought(port)}
    named["cabinet"] = settings.cabinet.port

    def without(part: str) -> tuple[str, ...]:
        return tuple(port for owner, port in named.items() if owner != part)

    return replace(
        settings, **{part: replace(getattr(settings, part), others=without(part)) for part in parts}
    )


def _on_tape(settings: RackSettings) -> tuple[RackSettings, dict[Device, Deck]]:
    """With a tape on each line; of two printers on the first, and on none where a reader has no line (PC/SC)."""
    printer, reader = replace(settings.printer, tape=Tape()), replace(settings.reader, tape=Tape())
    scanner, terminal = replace(settings.scanner, tape=Tape()), replace(settings.terminal, tape=Tape())
    lines: dict[Device, tuple[AnySettings, str, int]] = {
        Device.RECEIPT_PRINTER: (printer, "escpos", printer.baud),
        Device.CARD_READER: (
            reader,
            reader.protocol,
            PN532_BAUD if reader.protocol == "pn532" else reader.baud,
        ),
        Device.CODE_SCANNER: (scanner, "scanner", scanner.baud),
        Device.PAYMENT_TERMINAL: (terminal, *_spoken(terminal)),
    }
    decks = {
        device: Deck(part.tape, Line(device, protocol, baud))
        for device, (part, protocol, baud) in lines.items()
        if part.tape and part.port and protocol != "pcsc"
    }
    return replace(settings, printer=printer, reader=reader, scanner=scanner, terminal=terminal), decks


def _spoken(terminal: TerminalSettings) -> tuple[str, int]:
    if terminal.protocol != "zvt":
        return f"stxlrc:{terminal.protocol}", layout(terminal.protocol).line.baud
    return ("zvt-tcp", 0) if terminal.port.startswith("tcp://") else ("zvt", terminal.baud)


AnySettings = PrinterSettings | ReaderSettings | ScannerSettings | TerminalSettings


def _link(settings: AnySettings, baud: int, introduced: Introduced | None, **how: Any) -> Link:
    port, tape = settings.port, settings.tape
    if is_sought(port):
        return SoughtLink(port, baud, introduced, others=settings.others, tape=tape, **how)
    return Link(port, baud, tape=tape, **how)


def build_printers(first: PrinterSettings, second: PrinterSettings, fonts: Fonts) -> ReceiptPrinter:
    """The one that is fitted, or the first with the second behind it."""
    if not (first.port and second.port):
        return build_printer(first if first.port else second, fonts)
    return TwoPrinters(build_printer(first, fonts), build_printer(second, fonts))


def build_printer(settings: PrinterSettings, fonts: Fonts) -> ReceiptPrinter:
    if not settings.port:
        return NoPrinter()
    pictures = Layout(fonts, settings.width)
    return EscposPrinter(
        _link(settings, settings.baud, escpos.introduced, flow=settings.flow),
        pictures if settings.letters == "raster" else Letters(pictures, settings.letters),
        near_end_sensor=settings.near_end_sensor,
        dots_per_inch=settings.dots_per_inch,
        confirmation=None if settings.confirmation == "auto" else Confirmation(settings.confirmation),
        presenter=settings.presenter,
        number=1 + 2 * secrets.randbelow(LAST_PROCESS_ID // 2),
    )


def build_card_reader(settings: ReaderSettings) -> CardReader:
    if not settings.port:
        return NoCardReader()
    return _READERS[settings.protocol](settings)


def _reader_link(
    settings: ReaderSettings, baud: int, reader: Callable[[Link], Answering] | None = None
) -> Link:
    """`reader`: makes the driver that asks; None where nobody can be asked."""

    def introduced(link: Link) -> str | None:
        return "" if reader and reader(link).is_there() else None

    return _link(settings, baud, introduced if reader else None)


def _stripe(settings: ReaderSettings) -> SerialCardReader:
    return SerialCardReader(_reader_link(settings, settings.baud), settings.prefixes, tag_versions=())


def _rdm6300(settings: ReaderSettings) -> SerialCardReader:
    return SerialCardReader(_reader_link(settings, settings.baud), (), tag_versions=settings.tag_versions)


def _pn532(settings: ReaderSettings) -> Pn532Reader:
    return Pn532Reader(_reader_link(settings, PN532_BAUD, Pn532Reader), settings.tag_versions)


def _crt571(settings: ReaderSettings) -> Crt571Reader:
    return Crt571Reader(
        _reader_link(settings, settings.baud, Crt571Reader),
        settings.tag_versions,
        take_seconds=settings.take_seconds,
        keep_after_power_cut=settings.keep_after_power_cut,
    )


def _whichever(settings: ReaderSettings) -> FoundCardReader:
    """The PN532 first: what the others make of its frames is harmless (a stripe reader hears no command in them)."""

    def talking() -> SerialCardReader:
        link = _reader_link(settings, settings.baud)
        return SerialCardReader(link, settings.prefixes, tag_versions=settings.tag_versions)

    answering: tuple[Callable[[], Answering], ...] = (partial(_pn532, settings), partial(_crt571, settings))
    return FoundCardReader(settings.port, answering, talking, time.monotonic)


def _pcsc(settings: ReaderSettings) -> PcscReader:
    return PcscReader(PyscardSlot(settings.port), settings.tag_versions, now=time.monotonic)


_READERS: dict[str, Callable[[ReaderSettings], CardReader]] = {
    "stripe": _stripe,
    "rdm6300": _rdm6300,
    "pn532": _pn532,
    "crt571": _crt571,
    "pcsc": _pcsc,
    "auto": _whichever,
}


def build_code_scanner(settings: ScannerSettings) -> CodeScanner:
    if not settings.port:
        return NoCodeScanner()
    link = _link(settings, settings.baud, None)
    return SerialCodeScanner(link, Framing(settings.suffix, settings.prefix), settings.trigger)


def build_terminal(settings: TerminalSettings) -> PaymentTerminal:
    if not settings.port:
        return NoTerminal()
    if settings.protocol != "zvt":
        return _by_table(settings, layout(settings.protocol))
    over_tcp = settings.port.startswith("tcp://")
    return ZvtTerminal(
        TcpLink(settings.port, PORT, tape=settings.tape) if over_tcp else _zvt_line(settings),
        settings.password,
        settings.currency,
        answer_seconds=settings.answer_seconds,
        over_tcp=over_tcp,
        terminal_id=settings.terminal_id,
    )


def _zvt_line(settings: TerminalSettings) -> Link:
    introduced = partial(
        zvt.introduced,
        password=settings.password,
        currency=settings.currency,
        expected=settings.terminal_id,
    )
    return _link(settings, settings.baud, introduced, stop_bits=settings.stop_bits)


def _by_table(settings: TerminalSettings, table: Table) -> PaymentTerminal:
    line = table.line
    how: dict[str, Any] = {"data_bits": line.data_bits, "parity": line.parity, "stop_bits": line.stop_bits}
    link = _link(settings, line.baud, None, **how)
    return FixedFieldTerminal(
        link,
        table,
        settings.terminal_id,
        clock=lambda: datetime.now(settings.zone),
        own_number=settings.own_number,
        answer_seconds=settings.answer_seconds,
    )


# --- not fitted: a state of its own, not a broken device ------------------------------------------


class NoPrinter:
    used_mm = 0

    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.NOT_FITTED)

    def print(self, paper: Paper) -> PrintOutcome:
        return PrintOutcome.NOT_PRINTED

    def retract(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing is open."""


class NoCardReader:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CARD_READER, DeviceState.NOT_FITTED)

    def read(self) -> str | CardMove | None:
        raise NotConnected("no card reader is fitted")

    def give_back(self) -> None:
        """It holds no card."""

    def close(self) -> None:
        """Nothing is open."""


class NoCodeScanner:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CODE_SCANNER, DeviceState.NOT_FITTED)

    def read(self) -> str | None:
        raise NotConnected("no code scanner is fitted")

    def close(self) -> None:
        """Nothing is open."""


class NoTerminal:
    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.NOT_FITTED)

    def prepare(self) -> Mark:
        raise NotConnected("no payment terminal is fitted")

    def charge(
        self, amount: Money, on_stage: Callable[[Stage], None], delivery: Delivery | None = None
    ) -> Outcome:
        raise NotConnected("no payment terminal is fitted")

    def cancel(self) -> None:
        """Nothing is running."""

    def inquire(self, payment: Payment | None = None) -> Finding:
        return NoAnswer()

    def reverse(self, slip: Slip) -> Reversal:
        raise NotConnected("no payment terminal is fitted")

    def totals(self) -> DayTotals:
        raise NotConnected("no payment terminal is fitted")

    def close_day(self) -> DayTotals:
        raise NotConnected("no payment terminal is fitted")

    def close(self) -> None:
        """Nothing is open."""
