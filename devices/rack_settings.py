"""What the rack is built from: plain values, one group a device."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from devices.around import NO_CABINET, NO_KEYPAD, CabinetSettings, KeypadSettings
from devices.card_reader.cards import ANY
from devices.card_reader.crt571.driver import TAKE_SECONDS
from devices.receipt_printer.layout import FULL_HEAD
from devices.trace.tape import Tape


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """`port`: a device path or address, words of `kiosk.domain.port_name`, "" for not fitted. `width`: dots across the
    paper, a multiple of 8. `others`: here and below, ports that are named for other devices, where this one is not;
    `tape` hears the line.

    `letters`: "raster", or the printer's own set, a key of `letters.CODECS`. `confirmation`: "auto", or the way to take.
    """

    port: str = ""
    baud: int = 115200
    width: int = FULL_HEAD
    near_end_sensor: bool = True
    flow: str = "none"
    dots_per_inch: int = 203
    letters: str = "raster"
    confirmation: str = "auto"
    presenter: bool = False
    others: tuple[str, ...] = ()
    tape: Tape | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`protocol` "stripe" passes on cards that begin with one of `prefixes`, every other one tags of `tag_versions`.

    "auto" asks at the port which it is. `take_seconds` and `keep_after_power_cut` belong to "crt571"; its and
    "pn532"'s speed is their own.
    """

    port: str = ""
    baud: int = 9600
    protocol: str = "stripe"
    prefixes: tuple[str, ...] = ()
    tag_versions: tuple[str, ...] = (ANY,)
    take_seconds: float = TAKE_SECONDS
    keep_after_power_cut: bool = False
    others: tuple[str, ...] = ()
    tape: Tape | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """`suffix`, `prefix`, `trigger`: words of `devices.code_scanner.protocol`."""

    port: str = ""
    baud: int = 9600
    suffix: str = "cr"
    prefix: str = "none"
    trigger: str = "none"
    others: tuple[str, ...] = ()
    tape: Tape | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TerminalSettings:
    """`port`: for "zvt" also `tcp://HOST:PORT`, without PORT 20007. `password` six digits, `currency` ISO 4217.

    `stop_bits` 2 by the standard, which terminals with 1 accept; baud, stop bits, password: of "zvt". Any other
    `protocol` is the name of a table, which sets the line; to it belong `terminal_id`, as it stands on the terminal,
    `own_number`, and `zone`, the site's.
    """

    port: str = ""
    protocol: str = "zvt"
    baud: int = 9600
    stop_bits: int = 2
    password: str = field(default="000000", repr=False)
    currency: str = "TWD"
    answer_seconds: float = 90.0
    terminal_id: str = ""
    own_number: bool = True
    zone: tzinfo | None = None
    others: tuple[str, ...] = ()
    tape: Tape | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RackSettings:
    """`fonts`: the folder that the font build has filled. `ups`: `NAME@HOST` or `NAME@HOST:PORT`; empty: none."""

    fonts: Path
    printer: PrinterSettings = PrinterSettings()
    reader: ReaderSettings = ReaderSettings()
    terminal: TerminalSettings = TerminalSettings()
    scanner: ScannerSettings = ScannerSettings()
    second_printer: PrinterSettings = PrinterSettings()
    cabinet: CabinetSettings = NO_CABINET
    ups: str = ""
    keypad: KeypadSettings = NO_KEYPAD
