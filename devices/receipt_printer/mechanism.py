"""The pretend printer's works: takes commands from the receive buffer in turn and puts them on the roll.

Knows paper and commands, not switches: whether it may work is told by `emulator`, and it stops between two rows.
"""

from __future__ import annotations

from collections.abc import Callable

import qrcode

from devices.receipt_printer.commands import CUT_WITH_FEED, Command, next_command
from devices.receipt_printer.roll import Roll

DOTS_PER_INCH = 203
POWER_ON_MOTION = 406  # ESC J counts half dots until the host says GS P
BUFFER = 4096
LONGEST_COMMAND = 65541


class Mechanism:
    """`say` answers the host, `cut` is called by the knife, `paper` says what the paper sensor sees (GS r)."""

    def __init__(
        self, roll: Roll, say: Callable[[bytes], None], cut: Callable[[], None], paper: Callable[[], int]
    ) -> None:
        self._roll = roll
        self._say = say
        self._cut = cut
        self._paper = paper
        self.done = bytearray()  # bytes worked off since the last cut
        self.unknown = 0
        self._cutting = False
        self.clear()

    def clear(self) -> None:
        """Forgets what waits; what is on paper stays there."""
        self._waiting = bytearray()
        self._picture = (0, 0)  # bytes per row, rows to come
        self._code = b""
        self._text = bytearray()
        self._initialize()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def take(self, data: bytes, room: int) -> int:
        """Puts into the buffer what fits into `room`; returns how many bytes were lost."""
        self._waiting += data[: max(0, room)]
        return len(data) - max(0, min(len(data), room))

    def work(self) -> None:
        """Works off what is complete. Raises PaperEnd with the rest still waiting."""
        while self._waiting:
            width, rows = self._picture
            if rows:
                if len(self._waiting) < width:
                    return
                self._roll.row(bytes(self._waiting[:width]), self._left)
                self._picture = (width, rows - 1)
                self._drop(width)
                continue
            found = next_command(bytes(self._waiting[:LONGEST_COMMAND]))
            if found is None:
                return
            command, length = found
            self._obey(command)
            self._drop(length)
            if self._cutting:
                self._cutting = False
                self._cut()

    def _drop(self, count: int) -> None:
        self.done += self._waiting[:count]
        del self._waiting[:count]

    def _initialize(self) -> None:
        self._left = 0
        self._motion = POWER_ON_MOTION
        self._cutting = False
        self._text.clear()

    def _obey(self, command: Command) -> None:
        data = command.data
        match command.name:
            case b"":
                self._plain(data[0])
            case b"\x1b@":
                self._initialize()
            case b"\x1bJ":
                self._roll.feed(data[0] * DOTS_PER_INCH // self._motion)
            case b"\x1bd":
                self._roll.feed(data[0] * 30)
            case b"\x1dP":
                self._motion = data[1] or POWER_ON_MOTION
            case b"\x1dL":
                self._left = int.from_bytes(data, "little")
            case b"\x1dv":
                self._picture = (int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little"))
            case b"\x1dV":
                self._roll.feed(data[1] if data[0] in CUT_WITH_FEED else 0)
                self._cutting = True
            case b"\x1dr":
                self._say(bytes((self._paper(),)))
            case b"\x1d(":
                self._function(data)
            case b"\x1dI":
                self._say(b"\x5fPretend\x00" if data[0] >= 65 else b"\x02")
            case name if name[1:] not in b"!%&-23=?EGKLMRSTVadert{abfhwHBWp$\\.C":
                self.unknown += 1

    def _function(self, data: bytes) -> None:
        """GS ( H 48 (process ID) and GS ( k (QR code)."""
        letter, rest = data[:1], data[3:]
        if letter == b"H" and rest[:2] == b"\x30\x30":
            self._say(b"\x37\x22" + rest[2:6] + b"\x00")
        elif letter == b"k" and rest[:2] == b"\x31\x50":
            self._code = rest[3:]
        elif letter == b"k" and rest[:2] == b"\x31\x51":
            self._print_code()

    def _print_code(self) -> None:
        code = qrcode.QRCode(border=4)
        code.add_data(self._code)
        code.make()
        for modules in code.get_matrix():
            row = b"".join(b"\xff" if dark else b"\x00" for dark in modules)
            for _ in range(8):
                self._roll.row(row, self._left)

    def _plain(self, byte: int) -> None:
        if byte == 0x0A:
            self._roll.text(self._text.decode("cp437"))
            self._text.clear()
        elif byte >= 0x20:
            self._text.append(byte)
