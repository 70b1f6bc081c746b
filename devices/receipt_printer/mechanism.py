"""The pretend printer's works: takes commands from the receive buffer in turn and puts them on the roll.

Knows paper and commands, not switches: whether it may work is told by `emulator`, and it stops between two rows.
"""

from __future__ import annotations

from collections.abc import Callable

import qrcode

from devices.receipt_printer.commands import Command, next_command
from devices.receipt_printer.lengths import CUT_WITH_FEED
from devices.receipt_printer.letterpress import SPACING, Letterpress
from devices.receipt_printer.roll import Roll

DOTS_PER_INCH = 203
POWER_ON_MOTION = 406  # ESC J counts half dots until the host says GS P
BUFFER = 4096
LONGEST_COMMAND = 65541
#: What GS I is answered: model, type (two-byte letters, cutter), and in words firmware, maker, model, serial number.
IDENTITY = {
    1: b"\x63",
    2: b"\x03",
    65: b"\x5f1.00\x00",
    66: b"\x5fWorkbench\x00",
    67: b"\x5fPretend 80\x00",
    68: b"\x5f000001\x00",
}


class Mechanism:
    """`say` answers the host, `cut` is called by the knife, `paper` says what the paper sensor sees (GS r), `letters`
    prints text, `automatic` is told which changes the host wants to hear of (GS a), `presenter` what the host wants of
    it (GS e n)."""

    def __init__(
        self,
        roll: Roll,
        say: Callable[[bytes], None],
        cut: Callable[[], None],
        paper: Callable[[], int],
        letters: Letterpress,
        automatic: Callable[[int], None],
        presenter: Callable[[int], None] = lambda what: None,
    ) -> None:
        self._roll = roll
        self._say = say
        self._cut = cut
        self._paper = paper
        self._letters = letters
        self._automatic = automatic
        self._presenter = presenter
        self.done = bytearray()  # bytes worked off since the last cut
        self.unknown = 0
        self._cutting = False
        self.clear()

    def clear(self) -> None:
        """Forgets what waits; what is on paper stays there."""
        self._waiting = bytearray()
        self._picture = (0, 0)  # bytes per row, rows to come
        self._times = (1, 1)  # each dot of it, across and down
        self._code = b""
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
                self._dots(bytes(self._waiting[:width]))
                self._picture = (width, rows - 1)
                self._drop(width)
                continue
            found = next_command(bytes(self._waiting[:LONGEST_COMMAND]))
            if found is None and len(self._waiting) > LONGEST_COMMAND:
                self.unknown += 1  # nobody has the room that it asks for
                self._drop(2)
                continue
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
        self._motion_across, self._motion = DOTS_PER_INCH, POWER_ON_MOTION
        self._cutting = False
        self._letters.reset()

    def _dots(self, ink: bytes) -> None:
        across, down = self._times
        ink = _wider(ink) if across == 2 else ink
        for _ in range(down):
            self._roll.row(ink, self._left + self._letters.indent(8 * len(ink)))

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
                self._roll.feed(data[0] * SPACING)
            case b"\x1dP":
                self._motion_across, self._motion = data[0] or DOTS_PER_INCH, data[1] or POWER_ON_MOTION
            case b"\x1dL":
                self._left = int.from_bytes(data, "little")
            case b"\x1dv":
                self._times = (1 + (data[1] & 1), 1 + (data[1] >> 1 & 1))
                self._picture = (int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little"))
            case b"\x1b$" | b"\x1b\\":
                dots = int.from_bytes(data, "little", signed=True) * DOTS_PER_INCH // self._motion_across
                self._letters.move(dots, from_here=command.name == b"\x1b\\")
            case b"\x1b3":
                self._letters.become(spacing=data[0] * DOTS_PER_INCH // self._motion)
            case b"\x1b2":
                self._letters.become(spacing=SPACING)
            case b"\x1ba":
                self._letters.become(side=data[0] % 48 % 3)
            case b"\x1bE":
                self._letters.become(bold=bool(data[0] & 1))
            case b"\x1d!":
                self._letters.become(wide=(data[0] >> 4 & 7) + 1, high=(data[0] & 7) + 1)
            case b"\x1c&" | b"\x1c.":
                self._letters.become(chinese=command.name == b"\x1c&")
            case b"\x1dV":
                self._roll.feed(data[1] if data[0] in CUT_WITH_FEED else 0)
                self._cutting = True
            case b"\x1dr":
                self._say(bytes((self._paper(),)))
            case b"\x1d(":
                self._function(data)
            case b"\x1da":
                self._automatic(data[0])
            case b"\x1de":
                self._presenter(data[0])
            case b"\x1dI":
                self._say(IDENTITY.get(data[0], b""))
            case name if name[1:] not in b"!%-=?GKLMRSTVaert{bfhwHBWp$\\C":
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
                self._roll.row(row, self._left + self._letters.indent(8 * len(row)))

    def _plain(self, byte: int) -> None:
        if byte == 0x0A:
            self._letters.feed()
        elif byte >= 0x20:
            self._letters.letter(byte)


def _wider(ink: bytes) -> bytes:
    """Each dot twice (GS v 0, m 1 and 3)."""
    bits = "".join(bit * 2 for byte in ink for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(2 * len(ink), "big")
