"""What every pretend device is: the other end of a wire, with a memory and switches of its own.

An emulator is a plain object that one loop drives: no thread, no clock, no file descriptor. It must not know
the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `allowed`. JSON true and false are words of their own here: 1 is not true."""

    default: str | bool | None
    allowed: tuple[str | bool | None, ...]

    def accepts(self, value: object) -> bool:
        return any(value == word and type(value) is type(word) for word in self.allowed)

    def says(self) -> list[object]:
        return list(self.allowed)

    def told(self) -> dict[str, object]:
        """For whoever draws it."""
        return {"default": self.default, "allowed": list(self.allowed)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`; `None` too where `empty`."""

    default: float | None
    least: float
    most: float
    empty: bool = False
    whole: bool = False

    def accepts(self, value: object) -> bool:
        if value is None:
            return self.empty
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            return False
        return self.least <= value <= self.most

    def says(self) -> list[object]:
        kind = "whole number" if self.whole else "number"
        return [f"{kind} from {self.least:g} to {self.most:g}", *([None] if self.empty else [])]

    def told(self) -> dict[str, object]:
        """For whoever draws it."""
        bounds = {"least": self.least, "most": self.most, "empty": self.empty, "whole": self.whole}
        return {"default": self.default, **bounds}


Switch = Choice | Number

FLAG_OFF = Choice(False, (False, True))
FLAG_ON = Choice(True, (False, True))
OWN = "own"
SOCKETS = ("a", "b", "c", "d")
COMMON: dict[str, Switch] = {
    "power": FLAG_ON,
    "unplugged": FLAG_OFF,
    "socket": Choice(OWN, (OWN, *SOCKETS)),
    "line": Choice("ok", ("ok", "stuck", "held")),
    "garbage": FLAG_OFF,
    "hung": FLAG_OFF,
}
#: How each fault of the kiosk's vocabulary is made (tests/contract/faults.json): switches, all others as delivered.
Faults = Mapping[str, Mapping[str, object]]
ANY_LINE: Faults = {"port_missing": {"unplugged": True}, "port_held": {"line": "held"}}
ANSWERING: Faults = {**ANY_LINE, "no_answer": {"power": False}, "garbage": {"garbage": True}}


class SwitchError(ValueError):
    """A switch that does not exist, or a position that it does not have."""

    def __init__(self, key: str, value: object, allowed: Sequence[object]) -> None:
        super().__init__(f"{key}: {value!r} is not one of {list(allowed)}")
        self.key = key
        self.value = value
        self.allowed = list(allowed)


class Emulator:
    """`send(bytes)` puts bytes on the wire; `folder` is this device's own memory on disk (it exists).

    Subclasses say `NAME` and `SWITCHES`, and override `received`, `ticked`, `switched`, `room`, `counters`.
    With `power` off, or cut by the cabinet's relay, nothing is heard and nothing is said; the same while it has `hung`
    itself up, which only a time without power ends. With `garbage` on every answer is noise of its
    length; `unplugged`, `socket` and `line` are acted on by the workbench, which takes the port away, puts the plug into
    another one, lets the line take no more bytes (`stuck`), or has it as another program would (`held`).

    `FAULTS`: what can be wrong with it. `MODEL`: switches that make another model of it, which is plugged in anew.
    """

    NAME: ClassVar[str]
    SWITCHES: ClassVar[Mapping[str, Switch]] = {}
    FAULTS: ClassVar[Faults] = ANY_LINE
    MODEL: ClassVar[frozenset[str]] = frozenset()
    NOISE: ClassVar[bytes] = b"\xff\x00\xa5\x5a"

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        self._send = send
        self.folder = folder
        self._fed = True  # not cut off by a relay
        self.switches: dict[str, object] = {
            key: switch.default for key, switch in {**COMMON, **self.SWITCHES}.items()
        }

    # --- driven by the loop -------------------------------------------------------------------

    def take(self, data: bytes) -> None:
        """The wire brought `data`."""
        if self.hears:
            self.received(data)

    @property
    def powered(self) -> bool:
        return bool(self.switches["power"]) and self._fed

    @property
    def hears(self) -> bool:
        """Whether it has power and wits."""
        return self.powered and not self.switches["hung"]

    def feed(self, fed: bool) -> None:
        """The relay before its socket: False cuts its power. Back it comes as from any other switch."""
        if fed != self._fed:
            before, self._fed = self.powered, fed
            if self.powered != before:
                self._power_moved()

    def _power_moved(self) -> None:
        if not self.powered:
            self.switches["hung"] = False
        self.switched("power")

    def ticked(self, now: float) -> None:
        """About every 10 ms; `now` is monotonic seconds."""

    def room(self) -> int:
        """How many bytes may come now. 0 holds the line, as flow control and a slow line do."""
        return 4096

    def switch(self, changes: Mapping[str, object]) -> None:
        """All of `changes` or none. Raises SwitchError with key, value and what is allowed."""
        known: dict[str, Switch] = {**COMMON, **self.SWITCHES}
        for key, value in changes.items():
            if key not in known:
                raise SwitchError(key, value, list(known))
            if not known[key].accepts(value):
                raise SwitchError(key, value, known[key].says())
        for key, value in changes.items():
            before, self.switches[key] = self.switches[key], value
            if before != value and key == "power":
                self._power_moved()
            elif before != value:
                self.switched(key)

    def break_by(self, fault: str | None) -> frozenset[str]:
        """Puts everything right, then `fault` in; None: nothing more. Returns what moved. Raises SwitchError."""
        if fault is not None and fault not in self.FAULTS:
            raise SwitchError("fault", fault, [None, *self.FAULTS])
        known: dict[str, Switch] = {**COMMON, **self.SWITCHES}
        wanted = {key: switch.default for key, switch in known.items()} | dict(
            self.FAULTS[fault] if fault else {}
        )
        moved = {key: value for key, value in wanted.items() if value != self.switches[key]}
        self.switch(moved)
        return frozenset(moved)

    def state(self) -> dict[str, object]:
        return {
            "switches": dict(self.switches),
            "counters": self.counters(),
            "fault": self.fault,
            "powered": self.powered,
        }

    @property
    def fault(self) -> str | None:
        """The one whose switches are set and no others; None: it is well, or something else is set."""
        known: dict[str, Switch] = {**COMMON, **self.SWITCHES}
        set_now = {key: value for key, value in self.switches.items() if value != known[key].default}
        return next((fault for fault, switches in self.FAULTS.items() if switches == set_now), None)

    # --- for the device itself ----------------------------------------------------------------

    def received(self, data: bytes) -> None:
        """Bytes from the host, in any fragmentation."""
        raise NotImplementedError

    def switched(self, key: str) -> None:
        """`self.switches[key]` has just changed."""

    def counters(self) -> dict[str, int]:
        return {}

    def say(self, data: bytes) -> None:
        """Answers the host, as far as power and the noise switch let it."""
        if not self.hears:
            return
        if self.switches["garbage"]:
            data = (self.NOISE * (len(data) // len(self.NOISE) + 1))[: len(data)]
        self._send(data)
