"""What cuts the bytes of a reader that answers into frames, whatever the frames are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Generic, TypeVar

Heard = TypeVar("Heard")
PIECE = 64  # bytes looked at together, so that the buffer stays small


class Pieces(ABC, Generic[Heard]):
    """Feed it what the line brings, in any fragmentation. Keeps one frame at most."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def midway(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[Heard]:
        heard: list[Heard] = []
        for start in range(0, len(data), PIECE):
            self._buffer += data[start : start + PIECE]
            while (found := self._next()) is not None:
                heard.append(found)
        return heard

    @abstractmethod
    def _next(self) -> Heard | None:
        """Takes the first thing out of the buffer; None: nothing in it is complete."""
