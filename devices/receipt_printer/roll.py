"""The paper in the pretend printer: a strip that grows row by row under the head until the knife or the end.

Knows dots, not commands.
"""

from __future__ import annotations

from PIL import Image

HEAD = 576  # dots


class PaperEnd(Exception):
    """The roll ended under the head."""


class Roll:
    """`rows_left` None: a full roll. Ink is 1 here, as on the wire. `width` in dots, a multiple of 8."""

    def __init__(self, width: int = HEAD) -> None:
        self.width = width
        self.rows_left: int | None = None
        self.printed = 0  # rows since the machine was made
        self._rows = bytearray()

    @property
    def inked(self) -> bool:
        return any(self._rows)

    @property
    def height(self) -> int:
        return len(self._rows) // (self.width // 8)

    def row(self, ink: bytes, left: int = 0) -> None:
        """One row of dots, `left` dots from the edge; what is wider than the head is lost. Raises PaperEnd."""
        if self.rows_left == 0:
            raise PaperEnd
        shifted = int.from_bytes(ink, "big") << max(0, self.width - left - 8 * len(ink))
        shifted >>= max(0, left + 8 * len(ink) - self.width)
        self._rows += (shifted & ((1 << self.width) - 1)).to_bytes(self.width // 8, "big")
        self.printed += 1
        if self.rows_left is not None:
            self.rows_left -= 1

    def feed(self, rows: int) -> None:
        for _ in range(rows):
            self.row(b"")

    def take_off(self) -> Image.Image:
        """The strip, mode "1" with 0 for ink; a new one begins."""
        rows = bytes(self._rows) or bytes(self.width // 8)
        strip = Image.frombytes("1", (self.width, max(1, self.height)), rows)
        self._rows.clear()
        return strip.point(lambda dot: 255 - dot, "1")
