"""A printer's ear: ESC/POS bytes into commands, in any fragmentation. Knows no paper and no switches.

Two stages, as in a real printer: real-time commands are taken out of the stream the moment they arrive, whatever
they stand in (even a picture); the rest waits in the receive buffer and is taken in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D

_REAL_TIME_LENGTHS = {
    **{bytes((0x04, n)): 3 for n in (1, 2, 3, 4)},
    **{bytes((0x05, n)): 3 for n in (0, 1, 2)},
    bytes((0x14, 1)): 5,
    bytes((0x14, 2)): 5,
    bytes((0x14, 8)): 10,
}

# Bytes behind ESC x, FS x, GS x of fixed length; the longer ones have their own rule below.
_PARAMETERS: dict[int, dict[int, int]] = {
    ESC: {
        **dict.fromkeys(b"@2LS\x0c<", 0),
        **dict.fromkeys(b" !%-3=?EFGJKMRTUVadertu{", 1),
        **dict.fromkeys(b"$\\cf", 2),
        ord("p"): 3,
        ord("W"): 8,
    },
    FS: {**dict.fromkeys(b"&.", 0), **dict.fromkeys(b"!-CW", 1), **dict.fromkeys(b"?Sp", 2)},
    GS: {
        **dict.fromkeys(b"!/BEHITabfhjrw", 1),
        **dict.fromkeys(b"LPW$\\", 2),
        **dict.fromkeys(b"z^", 3),
        ord("g"): 4,
    },
}
CUT_WITH_FEED = frozenset(b"ABabgh")


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
    length = _length(buffer)
    if length is None or len(buffer) < length:
        return None
    return Command(buffer[:2], buffer[2:length]), length


def _length(buffer: bytes) -> int | None:
    """The whole command's length, or None when too little has come to tell. Unknown ones count two bytes."""
    head, letter = buffer[0], buffer[1]
    if (fixed := _PARAMETERS[head].get(letter)) is not None:
        return 2 + fixed
    match (head, letter):
        case (0x1D, 0x76):  # GS v 0 m xL xH yL yH
            return 8
        case (0x1D | 0x1B | 0x1C, 0x28):  # GS ( fn pL pH ...
            return 5 + int.from_bytes(buffer[3:5], "little") if len(buffer) >= 5 else None
        case (0x1D, 0x38):  # GS 8 fn p1 p2 p3 p4 ...
            return 7 + int.from_bytes(buffer[3:7], "little") if len(buffer) >= 7 else None
        case (0x1D, 0x56):  # GS V m [n]
            return None if len(buffer) < 3 else 4 if buffer[2] in CUT_WITH_FEED else 3
        case (0x1D, 0x6B):  # GS k m ...
            return _barcode(buffer)
        case (0x1B, 0x2A):  # ESC * m nL nH dots
            return _column_image(buffer)
        case _:
            return 2


def _barcode(buffer: bytes) -> int | None:
    if len(buffer) < 4:
        return None
    if buffer[2] >= 65:
        return 4 + buffer[3]
    end = buffer.find(0, 3)
    return end + 1 if end >= 0 else None


def _column_image(buffer: bytes) -> int | None:
    if len(buffer) < 5:
        return None
    columns = int.from_bytes(buffer[3:5], "little")
    return 5 + columns * (3 if buffer[2] in (32, 33) else 1)
