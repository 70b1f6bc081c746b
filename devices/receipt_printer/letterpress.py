"""The pretend printer's own letters: one byte a Latin one, two a Chinese one, in the set that its firmware has.

Knows cells and dots; what commands mean is `mechanism`'s affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.receipt_printer.roll import Roll

CODECS = {"big5": "cp950", "gb18030": "gb18030"}
CELL, HEIGHT = 12, 24
SPACING = 30  # rows that a line feed moves until the host says otherwise
_FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"


@dataclass(frozen=True, slots=True)
class Style:
    wide: int = 1
    high: int = 1
    bold: bool = False
    side: int = 0  # left, centre, right
    spacing: int = SPACING
    chinese: bool = True  # FS &: on from the start where the firmware has a set


class Letterpress:
    """`codes` says which set the firmware has, a key of CODECS."""

    def __init__(self, roll: Roll, codes: Callable[[], str]) -> None:
        self._roll = roll
        self._codes = codes
        self.reset()

    def reset(self) -> None:
        self.style = Style()
        self.forget()

    def forget(self) -> None:
        """What has been set but not printed."""
        self._line: list[tuple[str, Style]] = []
        self._lead = b""

    def become(self, **changes: int | bool) -> None:
        self.style = replace(self.style, **changes)  # type: ignore[arg-type]

    def letter(self, byte: int) -> None:
        if self._lead:
            pair, self._lead = self._lead + bytes((byte,)), b""
            self._add(pair.decode(CODECS[self._codes()], "replace")[:1])
        elif self.style.chinese and byte >= 0x81:
            self._lead = bytes((byte,))
        else:
            self._add(bytes((byte,)).decode("cp437"))

    def feed(self) -> None:
        """Prints the line. Raises PaperEnd."""
        line, self._line = self._line, []
        high = max((style.high for _, style in line), default=1) * HEIGHT
        sheet = Image.new("1", (self._roll.width, high), 0)
        width = sum(_width(letter, style) for letter, style in line)
        x = (self._roll.width - width) * self.style.side // 2
        for letter, style in line:
            cell = _drawn(letter, style)
            sheet.paste(cell, (x, high - cell.height))
            x += cell.width
        data, stride = sheet.tobytes(), (self._roll.width + 7) // 8
        for at in range(0, len(data), stride):
            self._roll.row(data[at : at + stride])
        self._roll.feed(max(0, self.style.spacing - high))

    def _add(self, letter: str) -> None:
        used = sum(_width(each, style) for each, style in self._line)
        if used + _width(letter, self.style) > self._roll.width:
            self.feed()
        self._line.append((letter, self.style))


def _width(letter: str, style: Style) -> int:
    return CELL * style.wide * (1 if letter < "\x80" else 2)


@cache
def _drawn(letter: str, style: Style) -> Image.Image:
    """One cell, mode "1" with 1 for ink."""
    across = CELL if letter < "\x80" else 2 * CELL
    wide = max(across, round(_font(style.bold).getlength(letter)))
    cell = Image.new("L", (wide, HEIGHT), 0)
    ImageDraw.Draw(cell).text((wide / 2, HEIGHT / 2), letter, 255, _font(style.bold), anchor="mm")
    cell = cell.resize((across, HEIGHT))
    dots = cell.point(lambda grey: 255 if grey > 100 else 0).convert("1", dither=Image.Dither.NONE)
    return dots.resize((across * style.wide, HEIGHT * style.high), Image.Resampling.NEAREST)


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    file = _FONTS / f"NotoSansCJKtc-{'Bold' if bold else 'Regular'}.otf"
    if not file.exists():
        return ImageFont.load_default(20)
    return ImageFont.truetype(str(file), 22, layout_engine=ImageFont.Layout.BASIC)
