"""The devices that the site fitted, as kiosk.ini says."""

from __future__ import annotations

from pathlib import Path

from devices.around import CabinetSettings, KeypadSettings
from devices.rack_settings import (
    PrinterSettings,
    RackSettings,
    ReaderSettings,
    ScannerSettings,
    TerminalSettings,
)
from kiosk.domain.keypad import Headphones, NavKey
from kiosk.settings import Settings
from kiosk.settings.model import ReceiptPrinterSection

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"


def _printer(settings: Settings, printer: ReceiptPrinterSection, data: Path) -> PrinterSettings:
    return PrinterSettings(
        settings.port(printer.port, data),
        printer.baud,
        printer.width_dots,
        printer.near_end_sensor,
        printer.flow,
        printer.dpi,
        printer.letters,
        printer.confirmation,
        printer.presenter == "gs_e",
    )


def _cabinet(settings: Settings, data: Path) -> CabinetSettings:
    cabinet = settings.cabinet
    port = settings.port(cabinet.port, data)
    wiring = cabinet.door, cabinet.tamper, cabinet.lamp, cabinet.presence, cabinet.relays
    return CabinetSettings(port, *wiring)


def _keypad(settings: Settings, data: Path) -> KeypadSettings:
    keypad = settings.keypad
    meanings = {
        code: meaning for meaning in (*NavKey, *Headphones) for code in getattr(keypad, meaning.value)
    }
    return KeypadSettings(settings.port(keypad.port, data), meanings, keypad.again_ms / 1000)


def rack_settings(settings: Settings, data: Path) -> RackSettings:
    reader, terminal = settings.card_reader, settings.payment_terminal
    scanner = settings.code_scanner
    return RackSettings(
        fonts=FONTS,
        printer=_printer(settings, settings.receipt_printer, data),
        second_printer=_printer(settings, settings.receipt_printer_2, data),
        reader=ReaderSettings(
            settings.port(reader.port, data),
            reader.baud,
            reader.protocol,
            reader.prefixes,
            reader.tag_versions,
            float(reader.take_seconds),
            reader.after_power_cut == "keep",
        ),
        terminal=TerminalSettings(
            settings.port(terminal.port, data),
            terminal.protocol,
            terminal.baud,
            terminal.stop_bits,
            terminal.password,
            terminal.currency,
            terminal.answer_seconds,
            terminal.terminal_id,
            terminal.own_number,
            settings.kiosk.zone,
        ),
        scanner=ScannerSettings(
            settings.port(scanner.port, data), scanner.baud, scanner.suffix, scanner.prefix, scanner.trigger
        ),
        cabinet=_cabinet(settings, data),
        ups=settings.power.ups,
        keypad=_keypad(settings, data),
    )
