"""A pretend code scanner: whoever holds the workbench shows it a code, and its frame goes down the wire.

It must not know the driver. What is scanned is kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from devices.emulator import ANY_LINE, FLAG_OFF, Choice, Emulator, Faults, Switch, SwitchError

PIECE_PAUSE = 0.03  # seconds between the pieces of a split frame
NAK = b"\x15"
_LOOK, _REST = b"\x16T\r", b"\x16U\r"
_NOISE = b"\x00\xff\x07"
_CODE39 = re.compile(r"[0-9A-Z .$/+%-]+\Z")
_ENDS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "etx": b"\x03"}


class CodeScannerEmulator(Emulator):
    """`suffix`, `prefix`, `aim`: how the scanner is set. The next scans are spoilt by `no_read` (NAK instead),
    `half_frame` (no end) and `noise` (bytes that are no text); `split` sends them byte by byte, `twice` repeats.

    `triggered`: it looks only when it was told to (SYN T CR), until it has read one code or is told to rest (SYN U CR).
    """

    NAME = "code_scanner"
    SWITCHES: ClassVar[Mapping[str, Switch]] = {
        "suffix": Choice("cr", tuple(_ENDS)),
        "prefix": Choice("none", ("none", "stx")),
        "aim": FLAG_OFF,
        "no_read": FLAG_OFF,
        "half_frame": FLAG_OFF,
        "noise": FLAG_OFF,
        "split": FLAG_OFF,
        "twice": FLAG_OFF,
        "triggered": FLAG_OFF,
    }
    FAULTS: ClassVar[Faults] = {**ANY_LINE, "unreadable_code": {"no_read": True}}

    def __init__(self, send: Callable[[bytes], None], folder: Path) -> None:
        super().__init__(send, folder)
        self._pieces: list[bytes] = []
        self._next_at = 0.0
        self._scanned = 0
        self._heard = b""
        self._looks = False

    def received(self, data: bytes) -> None:
        self._heard = (self._heard + data)[-3:]
        if self._heard in (_LOOK, _REST):
            self._looks = self._heard == _LOOK

    def ticked(self, now: float) -> None:
        if self._pieces and now >= self._next_at:
            self.say(self._pieces.pop(0))
            self._next_at = now + PIECE_PAUSE

    def counters(self) -> dict[str, int]:
        return {"scanned": self._scanned}

    def scan(self, shown: Mapping[str, object]) -> None:
        """`{"data": text}`: one code is held before the window. Raises SwitchError for anything else."""
        data = shown.get("data")
        if set(shown) != {"data"} or not isinstance(data, str) or not data:
            raise SwitchError("data", "(not shown)", ["a text that is not empty"])
        if self.switches["triggered"] and not self._looks:
            return
        self._looks = False
        frame = self._frame(data)
        if self.switches["twice"]:
            frame += frame
        self._scanned += 1
        if self.switches["split"]:
            self._pieces += [frame[i : i + 1] for i in range(len(frame))]
        else:
            self.say(frame)

    def _frame(self, data: str) -> bytes:
        if self.switches["no_read"]:
            return NAK
        aim = (b"]A0" if _CODE39.match(data) else b"]Q1") if self.switches["aim"] else b""
        body = aim + data.encode("utf-8") + (_NOISE if self.switches["noise"] else b"")
        if self.switches["half_frame"]:
            return body[: max(1, len(body) // 2)]
        begin = b"\x02" if self.switches["prefix"] == "stx" else b""
        return begin + body + _ENDS[str(self.switches["suffix"])]
