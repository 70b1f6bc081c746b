"""A pretend cabinet: whoever holds the workbench opens its door or forces it. Its lines go as one byte each way.

It must not know the driver. Toward the host bit 0 is CTS (tamper contact), bit 1 DSR (door contact), bit 2 CD (a sensor
before it), bit 3 RI; from the host bit 0 is RTS (lamp), bit 1 DTR (feeds the contacts), bit 2 a break on TXD.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_OFF, Choice, Emulator, Faults, Switch

CTS, DSR, CD = 1, 2, 4
RTS, DTR, BREAK = 1, 2, 4
SOCKETS = ("none", "receipt_printer", "card_reader", "code_scanner", "payment_terminal")
BOUNCE = 3  # ticks that a contact chatters when it moves


class CabinetEmulator(Emulator):
    """`tamper`: it is being forced. `before_it`: whom the presence sensor sees. `bounce`: its contacts chatter for a
    moment when they move. `relay_rts`, `relay_break`: the device whose power runs over the relay (a normally closed one)
    on that line. `lineless`: it hangs on a port that tells no lines; toward the host that is no byte at all."""

    NAME = "cabinet"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "door": Choice("closed", ("closed", "open")),
        "tamper": FLAG_OFF,
        "before_it": Choice("nobody", ("nobody", "somebody")),
        "bounce": FLAG_OFF,
        "lineless": FLAG_OFF,
        "relay_rts": Choice("none", SOCKETS),
        "relay_break": Choice("none", SOCKETS),
    }
    FAULTS: ClassVar[Faults] = {
        "port_missing": {"unplugged": True},
        "no_lines": {"lineless": True},
        "door_open": {"door": "open"},
        "tamper": {"tamper": True},
    }

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._contacts_fed = self._lamp = False
        self._lit = self._cuts = 0
        self._driven = 0
        self._chatter = 0
        self._told: bytes | None = None

    def received(self, data: bytes) -> None:
        before, self._driven = self.cut_off(), data[-1]
        self._cuts += len(self.cut_off() - before)
        lamp, self._contacts_fed = bool(data[-1] & RTS), bool(data[-1] & DTR)
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
        """`lamp`: whether it is lit now; `lit`: how often it went on; `cuts`: how often a relay took a device's power."""
        return {"lamp": int(self._lamp), "lit": self._lit, "cuts": self._cuts}

    def cut_off(self) -> frozenset[str]:
        """The devices that have no power now."""
        relays = (("relay_rts", RTS), ("relay_break", BREAK))
        return frozenset(str(self.switches[relay]) for relay, line in relays if self._driven & line) - {
            "none"
        }

    def _tell(self) -> None:
        lines = b"" if self.switches["lineless"] else bytes([self._lines()])
        if lines != self._told:
            self._told = lines
            self._send(lines)

    def _lines(self) -> int:
        if not (self.switches["power"] and self._contacts_fed):
            return 0
        lines = (0 if self.switches["tamper"] else CTS) | (DSR if self.switches["door"] == "closed" else 0)
        lines |= CD if self.switches["before_it"] == "somebody" else 0
        return lines ^ (DSR if self._chatter % 2 else 0)
