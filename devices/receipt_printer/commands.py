"""A printer's ear: ESC/POS bytes into commands, in any fragmentation. Knows no paper and no switches.

Two stages, as in a real printer: real-time commands are taken out of the stream the moment they arrive, whatever
they stand in (even a picture); the rest waits in the receive buffer and is taken in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from devices.receipt_printer.lengths import ESC, FS, GS, length_of

DLE = 0x10

#: DLE EOT, DLE ENQ, DLE DC4 and the number behind it; the longer questions (ink, peeler, interface) take one more.
_REAL_TIME_LENGTHS = {
    **{bytes((0x04, n)): 3 for n in (1, 2, 3, 4, 20)},
    **{bytes((0x04, n)): 4 for n in (7, 8, 18)},
    **{bytes((0x05, n)): 3 for n in (0, 1, 2)},
    bytes((0x14, 1)): 5,
    bytes((0x14, 2)): 5,
    bytes((0x14, 3)): 8,
    bytes((0x14, 7)): 4,
    bytes((0x14, 8)): 10,
}


@dataclass(frozen=True, slots=True)
class Command:
    """`name` is the head (b"\\x1dv"), `data` what follows; plain text and control bytes have an empty head."""

    name: bytes
    data: bytes


class RealTimeFilter:
    """Splits what arrives into real-time commands and the rest."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[tuple[bool, bytes]]:
        """(is a real-time command, bytes), in order."""
        plain = bytearray()
        for byte in data:
            self._held += bytes((byte,))
            while self._held and not self._possible():
                plain.append(self._held[0])
                self._held = self._held[1:]
            if self._complete():
                if plain:
                    yield False, bytes(plain)
                    plain.clear()
                yield True, self._held
                self._held = b""
        if plain:
            yield False, bytes(plain)

    def reset(self) -> None:
        self._held = b""

    def _possible(self) -> bool:
        key = self._held[1:3]
        return self._held[0] == DLE and any(known[: len(key)] == key for known in _REAL_TIME_LENGTHS)

    def _complete(self) -> bool:
        return len(self._held) == _REAL_TIME_LENGTHS.get(self._held[1:3], -1)


def next_command(buffer: bytes) -> tuple[Command, int] | None:
    """The first command of `buffer` and its length, or None while it is incomplete.

    A picture's command ends with its header (eight bytes): the dots are printed while they come.
    """
    if not buffer:
        return None
    head = buffer[0]
    if head not in (ESC, FS, GS):
        return Command(b"", buffer[:1]), 1
    if len(buffer) < 2:
        return None
    length = length_of(buffer)
    if length is None or len(buffer) < length:
        return None
    return Command(buffer[:2], buffer[2:length]), length
