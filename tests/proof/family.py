"""The families of terminals that the proof is played with: whose driver and emulator, and who reads their line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from devices.link import Link
from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.emulator import emulator_of
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from tests.proof import fixed_line, line
from tests.proof.recording import Reader

Send = Callable[[bytes], None]
#: As it stands on the pretend terminal.
TERMINAL_ID = "52500038"
_NCCC = layout("nccc400")
_NcccEmulator = emulator_of("nccc400")


@dataclass(frozen=True, slots=True)
class Family:
    """`trace`: by which number the family tells an entry of the terminal's ledger."""

    name: str
    emulator: Callable[[Send, Path, Callable[[], datetime]], PaymentTerminalEmulator]
    driver: Callable[[Link, Callable[[], datetime]], Any]
    reader: Reader
    trace: Callable[[Mapping[str, Any]], int]

    def ledger(self, terminal: PaymentTerminalEmulator) -> Sequence[Mapping[str, Any]]:
        return [{**entry, "trace": self.trace(entry)} for entry in terminal.ledger()]


def _fixed_field(link: Link, clock: Callable[[], datetime]) -> FixedFieldTerminal:
    return FixedFieldTerminal(link, _NCCC, TERMINAL_ID, clock=lambda: clock().replace(tzinfo=None))


ZVT = Family(
    "zvt",
    ZvtEmulator,
    lambda link, clock: ZvtTerminal(link, answer_seconds=20.0),
    line.READER,
    lambda entry: int(entry["trace"]),
)
FIXED_FIELD = Family(
    "fixed field",
    _NcccEmulator,
    _fixed_field,
    fixed_line.READER,
    lambda entry: fixed_line.trace_of(1, entry["receipt"]) if entry["trace"] else 0,
)
