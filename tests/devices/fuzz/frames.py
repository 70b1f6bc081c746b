"""Frames that were bent, and what a parser is here."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from devices.frames import BadFrame
from kiosk.ports import DeviceError

Fuzzed = Callable[[bytes], None]
#: Name -> a maker of what is to be fed, and frames to begin with.
Parsers = dict[str, tuple[Callable[[], Fuzzed], Sequence[bytes]]]


def quietly(read: Callable[[bytes], object], data: bytes) -> object:
    """What it read, or None for a fault with a name."""
    try:
        return read(data)
    except (BadFrame, DeviceError):
        return None


def mutated(frame: bytes, chance: random.Random) -> bytes:
    """The frame with a few bytes changed, lost, doubled, cut or joined with noise; sometimes noise alone."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(80))
    data = bytearray(frame)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1 if data:
                del data[at % len(data)]
            case 2:
                data[at:at] = chance.randbytes(chance.randrange(1, 4))
            case 3:
                del data[at:]
            case _:
                data += data[:at]
    return bytes(data[:2048])


class Tail:
    """The end of all that was fed, to look for the frame that a parser says it has seen."""

    def __init__(self, size: int) -> None:
        self._size, self._kept = size, b""

    def feed(self, data: bytes) -> None:
        self._kept = (self._kept + data)[-self._size :]

    def __contains__(self, frame: bytes) -> bool:
        return frame in self._kept
