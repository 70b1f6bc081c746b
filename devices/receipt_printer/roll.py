"""The paper in the pretend printer: a strip that grows row by row under the head until the knife or the end.

Knows dots, not commands.
"""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

HEAD = 576  # dots
STRIDE = HEAD // 8
TEXT_ROWS = 30


class PaperEnd(Exception):
    """The roll ended under the head."""


class Roll:
    """`rows_left` None: a full roll. Ink is 1 here, as on the wire."""

    def __init__(self) -> None:
        self.rows_left: int | None = None
        self.printed = 0  # rows since the machine was made
        self._rows = bytearray()

    @property
    def inked(self) -> bool:
        return any(self._rows)

    @property
    def height(self) -> int:
        return len(self._rows) // STRIDE

    def row(self, ink: bytes, left: int = 0) -> None:
        """One row of dots, `left` dots from the edge; what is wider than the head is lost. Raises PaperEnd."""
        if self.rows_left == 0:
            raise PaperEnd
        shifted = int.from_bytes(ink, "big") << max(0, HEAD - left - 8 * len(ink))
        shifted >>= max(0, left + 8 * len(ink) - HEAD)
        self._rows += (shifted & ((1 << HEAD) - 1)).to_bytes(STRIDE, "big")
        self.printed += 1
        if self.rows_left is not None:
            self.rows_left -= 1

    def feed(self, rows: int) -> None:
        for _ in range(rows):
            self.row(b"")

    def text(self, text: str) -> None:
        """A line in the printer's own letters (the pretend printer has one size of them)."""
        line = Image.new("1", (HEAD, TEXT_ROWS), 0)
        ImageDraw.Draw(line).text((0, 2), text, 1, ImageFont.load_default(24))
        data = line.tobytes()
        for at in range(0, len(data), STRIDE):
            self.row(data[at : at + STRIDE])

    def take_off(self) -> Image.Image:
        """The strip, mode "1" with 0 for ink; a new one begins."""
        strip = Image.frombytes("1", (HEAD, max(1, self.height)), bytes(self._rows or bytes(STRIDE)))
        self._rows.clear()
        return strip.point(lambda dot: 255 - dot, "1")
