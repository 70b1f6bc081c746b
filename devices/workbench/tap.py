"""A tap on every wire: the last pieces that went over it, either way, for a person to look at. Never on disk."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

KEPT = 400
LONGEST = 64  # bytes of a piece that are kept; a receipt has thousands


@dataclass(frozen=True, slots=True)
class Piece:
    """`way`: `in` to the device, `out` from it. `size` is that of the whole piece, `data` only its beginning."""

    number: int
    at: float
    device: str
    way: str
    data: bytes
    size: int

    def told(self) -> dict[str, object]:
        text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in self.data)
        said = {"number": self.number, "at": self.at, "device": self.device, "way": self.way}
        return {**said, "hex": self.data.hex(" "), "text": text, "size": self.size}


class Tap:
    """Hears every wire of the bench."""

    def __init__(self) -> None:
        self._pieces: deque[Piece] = deque(maxlen=KEPT)
        self._count = 0

    def heard(self, device: str, way: str, data: bytes) -> None:
        self._count += 1
        self._pieces.append(Piece(self._count, time.time(), device, way, data[:LONGEST], len(data)))

    def after(self, number: int) -> list[dict[str, object]]:
        """What came after piece `number`, oldest first."""
        return [piece.told() for piece in self._pieces if piece.number > number]
