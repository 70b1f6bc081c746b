"""Stands at a real port: the kit plays the device, and a driver that runs as a program of its own is tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from devices.conformance import power, printer, reader
from devices.conformance.line import Line
from devices.conformance.program import AskedPower, AskedPrinter, AskedReader, AskedTerminal, Program
from devices.conformance.real_line import RealLine
from devices.conformance.terminal import TABLE, TerminalStand
from devices.conformance.trial import Maker
from devices.payment_terminal.fixed_field.emulator import emulator_of
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from devices.workbench.wire import AnyWire
from kiosk.domain.payment import Outcome, Payment


class AskedTerminalStand(TerminalStand):
    """The driver itself says what became of a payment; the terminal's clock is the world's."""

    @classmethod
    def zvt(cls, folder: Path, make: Any, on: Any) -> AskedTerminalStand:
        return cls(folder, ZvtEmulator, make, "approve", tells=True, on=on, began=_now())

    @classmethod
    def fixed_field(cls, folder: Path, make: Any, on: Any) -> AskedTerminalStand:
        return cls(folder, emulator_of(TABLE), make, "approve", tells=False, on=on, began=_now())

    def _settled(self, payment: Payment) -> Outcome | None:
        assert isinstance(self._driver, AskedTerminal)
        return self._driver.settle(payment)


def _now() -> datetime:
    return datetime.now().astimezone()


#: What the kit plays at a port: the stand, and how its driver is asked.
STANDS: dict[str, tuple[Callable[..., Any], Callable[[Program], Any]]] = {
    "receipt_printer.escpos": (printer.escpos_stand, AskedPrinter),
    "payment_terminal.zvt": (AskedTerminalStand.zvt, AskedTerminal),
    "payment_terminal.fixed_field": (AskedTerminalStand.fixed_field, AskedTerminal),
    "card_reader.tag": (reader.tag_stand, AskedReader),
    "card_reader.pn532": (reader.pn532_stand, AskedReader),
    "card_reader.crt571": (reader.crt571_stand, AskedReader),
    "code_scanner.serial": (reader.scanner_stand, AskedReader),
    "power.nut": (power.nut_stand, AskedPower),
}


class Outside:
    """One program a case, on `wire`; the last one is let go by `close`."""

    def __init__(self, wire: AnyWire, command: Sequence[str]) -> None:
        self._wire, self._command = wire, command
        self._program: Program | None = None

    def stand(self, kind: str) -> Maker:
        """Raises KeyError for what the kit does not play at a port."""
        stand, asked = STANDS[kind]

        def driver(line: Line, *more: object) -> Any:
            assert isinstance(line, RealLine)
            self.close()
            self._program = Program(self._command, line)
            return asked(self._program)

        return partial(stand, make=driver, on=partial(RealLine, self._wire))

    def close(self) -> None:
        program, self._program = self._program, None
        if program is not None:
            program.end()
