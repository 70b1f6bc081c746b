"""A pretend cabinet: whoever holds the workbench opens its door or forces it. Its lines go as one byte each way.

It must not know the driver. Toward the host bit 0 is CTS (tamper contact), bit 1 DSR (door contact), bit 2 CD, bit 3 RI;
from the host bit 0 is RTS (lamp), bit 1 DTR (feeds the contacts).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_OFF, Choice, Emulator, Faults, Switch

CTS, DSR = 1, 2
RTS, DTR = 1, 2
BOUNCE = 3  # ticks that a contact chatters when it moves


class CabinetEmulator(Emulator):
    """`tamper`: it is being forced. `bounce`: its contacts chatter for a moment when they move."""

    NAME = "cabinet"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "door": Choice("closed", ("closed", "open")),
        "tamper": FLAG_OFF,
        "bounce": FLAG_OFF,
    }
    FAULTS: ClassVar[Faults] = {
        "door_open": {"door": "open"},
        "tamper": {"tamper": True},
    }

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._fed = self._lamp = False
        self._lit = 0
        self._chatter = 0
        self._told: bytes | None = None

    def received(self, data: bytes) -> None:
        lamp, self._fed = bool(data[-1] & RTS), bool(data[-1] & DTR)
        self._lit += lamp and not self._lamp
        self._lamp = lamp
        self._tell()

    def switched(self, key: str) -> None:
        self._chatter = BOUNCE if self.switches["bounce"] and key in ("door", "tamper") else 0
        self._tell()

    def ticked(self, now: float) -> None:
        self._chatter = max(0, self._chatter - 1)
        self._tell()

    def counters(self) -> dict[str, int]:
        """`lamp`: whether it is lit now; `lit`: how often it went on."""
        return {"lamp": int(self._lamp), "lit": self._lit}

    def _tell(self) -> None:
        lines = bytes([self._lines()])
        if lines != self._told:
            self._told = lines
            self._send(lines)

    def _lines(self) -> int:
        if not (self.switches["power"] and self._fed):
            return 0
        lines = (0 if self.switches["tamper"] else CTS) | (DSR if self.switches["door"] == "closed" else 0)
        return lines ^ (DSR if self._chatter % 2 else 0)
