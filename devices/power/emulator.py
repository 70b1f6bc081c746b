"""A pretend `upsd` with one battery: whoever holds the workbench takes the mains away. It must not know the driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_OFF, Choice, Emulator, Faults, Number, Switch

LONGEST = 512


class PowerEmulator(Emulator):
    """`mains`, `low`, `replace`: what the battery says; `stale`: upsd does not hear it; `mute`: upsd says nothing."""

    NAME = "power"
    UPS: ClassVar[str] = "kiosk"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "mains": Choice(True, (False, True)),
        "low": FLAG_OFF,
        "replace": FLAG_OFF,
        "stale": FLAG_OFF,
        "mute": FLAG_OFF,
        "charge": Number(100, 0, 100, whole=True),
    }
    FAULTS: ClassVar[Faults] = {
        "no_answer": {"mute": True},
        "on_battery": {"mains": False},
        "battery_low": {"mains": False, "low": True},
        "battery_old": {"replace": True},
    }

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._heard = b""
        self._asked = 0

    def received(self, data: bytes) -> None:
        *lines, self._heard = (self._heard + data)[-LONGEST:].split(b"\n")
        for line in lines:
            self._asked += 1
            if not self.switches["mute"]:
                self.say(self._answer(line.decode("ascii", "replace").split()).encode("ascii") + b"\n")

    def counters(self) -> dict[str, int]:
        return {"asked": self._asked}

    def _answer(self, words: list[str]) -> str:
        match words:
            case ["GET", "VAR", self.UPS, name]:
                return self._value(name)
            case ["GET", "VAR", _, _]:
                return "ERR UNKNOWN-UPS"
            case ["GET", *_]:
                return "ERR INVALID-ARGUMENT"
            case ["LOGOUT"]:
                return "OK Goodbye"
            case _:
                return "ERR UNKNOWN-COMMAND"

    def _value(self, name: str) -> str:
        if self.switches["stale"]:
            return "ERR DATA-STALE"
        charge = self.switches["charge"]
        values = {"ups.status": self._status(), "battery.charge": charge, "battery.runtime": f"{charge}0"}
        return f'VAR {self.UPS} {name} "{values[name]}"' if name in values else "ERR VAR-NOT-SUPPORTED"

    def _status(self) -> str:
        said = {"OL": self.switches["mains"], "OB": not self.switches["mains"]}
        said |= {"LB": self.switches["low"], "RB": self.switches["replace"]}
        return " ".join(word for word, on in said.items() if on)
