"""A pretend keypad: whoever holds the workbench presses its keys, and the kernel's records of that go down the wire.

It must not know the driver. Its codes are those that keypads are set to at delivery.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import ANY_LINE, FLAG_OFF, Choice, Emulator, Faults, Switch, SwitchError

PRESS = 0.02  # seconds that a finger stays on a key
PIECE_PAUSE = 0.02  # seconds between the pieces of a split record
SYN, KEY, MSC, SW = 0, 1, 4, 5
MSC_SCAN, HEADPHONES = 4, 2
#: linux/input-event-codes.h: right, left, enter, escape, F1, volume up, volume down, F13, F14.
KEYS = {
    "next": 106,
    "previous": 105,
    "select": 28,
    "back": 1,
    "repeat": 59,
    "volume_up": 115,
    "volume_down": 114,
    "switch_move": 183,
    "switch_choose": 184,
}
#: F15 and F16: the socket types them.
PLUG = {"in": 185, "out": 186}
#: One that stands on no keypad of this kind.
UNKNOWN = 30


class KeypadEmulator(Emulator):
    """`headphones`: moving the plug types a key, moves a switch (`jack`), or says nothing. `stuck`: the next key pressed
    does not come up; `split`: records come in pieces; `half`: the next one breaks off; `twice`: a key bounces."""

    NAME = "keypad"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "headphones": Choice("out", ("out", "in")),
        "jack": Choice("key", ("key", "switch", "none")),
        "stuck": FLAG_OFF,
        "split": FLAG_OFF,
        "half": FLAG_OFF,
        "twice": FLAG_OFF,
    }
    FAULTS: ClassVar[Faults] = {**ANY_LINE, "garbage": {"garbage": True}, "key_stuck": {"stuck": True}}

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._now = 0.0
        self._pressed = 0
        self._held: dict[int, float] = {}
        self._pieces: list[bytes] = []
        self._next_at = 0.0

    def received(self, data: bytes) -> None:
        """Nobody tells a keypad anything."""

    def ticked(self, now: float) -> None:
        self._now = now
        for code in [code for code, until in self._held.items() if now >= until]:
            if self.switches["stuck"]:
                self._tell((KEY, code, 2))
                self._held[code] = now + 1.0  # it repeats by itself, as the kernel lets every keyboard
            else:
                del self._held[code]
                self._tell((KEY, code, 0))
        if self._pieces and now >= self._next_at:
            self.say(self._pieces.pop(0))
            self._next_at = now + PIECE_PAUSE

    def counters(self) -> dict[str, int]:
        return {"pressed": self._pressed}

    def switched(self, key: str) -> None:
        if key != "headphones":
            return
        plug = str(self.switches["headphones"])
        if self.switches["jack"] == "key":
            self._press(PLUG[plug])
        elif self.switches["jack"] == "switch":
            self._tell((SW, HEADPHONES, int(plug == "in")))

    def press(self, pressed: Mapping[str, object]) -> None:
        """`{"key": name}`, or "unknown". Raises SwitchError for anything else."""
        name = pressed.get("key")
        known = {**KEYS, "unknown": UNKNOWN}
        if set(pressed) != {"key"} or name not in known:
            raise SwitchError("key", name, list(known))
        self._pressed += 1
        self._press(known[str(name)])

    def _press(self, code: int) -> None:
        if code in self._held:  # it lies under the finger still
            self._tell((KEY, code, 0))
        self._tell((MSC, MSC_SCAN, 0x70000 + code), (KEY, code, 1))
        if self.switches["twice"]:
            self._tell((KEY, code, 0))
            self._tell((KEY, code, 1))
        self._held[code] = self._now + PRESS

    def _tell(self, *records: tuple[int, int, int]) -> None:
        seconds = int(self._now)
        microseconds = int((self._now - seconds) * 1_000_000)
        data = b"".join(
            struct.pack("@llHHi", seconds, microseconds, *record) for record in (*records, (SYN, 0, 0))
        )
        if self.switches["half"]:
            self.switches["half"] = False
            data = data[:-10]
        if self.switches["split"]:
            self._pieces += [data[at : at + 7] for at in range(0, len(data), 7)]
        else:
            self.say(data)
