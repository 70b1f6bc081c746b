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


@dataclass(frozen=True, slots=True)
class Cell:
    """A letter as it is set, `across` dots wide; without a letter, white."""

    letter: str
    style: Style
    across: int


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
        self._line: list[Cell] = []
        self._lead = b""

    def become(self, **changes: int | bool) -> None:
        self.style = replace(self.style, **changes)  # type: ignore[arg-type]

    def letter(self, byte: int) -> None:
        if self._lead:
            pair, self._lead = self._lead + bytes((byte,)), b""
            self._add(pair.decode(CODECS[self._codes()], "replace")[:1], 2 * CELL)
        elif self.style.chinese and byte >= 0x81:
            self._lead = bytes((byte,))
        else:
            self._add(bytes((byte,)).decode("cp437"), CELL)

    def move(self, dots: int, *, from_here: bool) -> None:
        """What comes next stands `dots` from the left, or from where it would stand. Never back over what is set."""
        gap = dots - (0 if from_here else self._set)
        if 0 < gap <= self._roll.width - self._set:
            self._line.append(Cell("", self.style, gap))

    def feed(self) -> None:
        """Prints the line. Raises PaperEnd."""
        line, self._line = self._line, []
        high = max((cell.style.high for cell in line), default=1) * HEIGHT
        sheet = Image.new("1", (self._roll.width, high), 0)
        x = self.indent(sum(cell.across for cell in line))
        for cell in line:
            if cell.letter:
                drawn = _drawn(cell.letter, cell.style, cell.across)
                sheet.paste(drawn, (x, high - drawn.height))
            x += cell.across
        data, stride = sheet.tobytes(), (self._roll.width + 7) // 8
        for at in range(0, len(data), stride):
            self._roll.row(data[at : at + stride])
        self._roll.feed(max(0, self.style.spacing - high))

    def indent(self, width: int) -> int:
        """Where something `width` dots wide begins, by the side that is chosen."""
        return max(0, self._roll.width - width) * self.style.side // 2

    @property
    def _set(self) -> int:
        return sum(cell.across for cell in self._line)

    def _add(self, letter: str, across: int) -> None:
        across *= self.style.wide
        if self._set + across > self._roll.width:
            self.feed()
        self._line.append(Cell(letter, self.style, across))


@cache
def _drawn(letter: str, style: Style, across: int) -> Image.Image:
    """One cell, mode "1" with 1 for ink."""
    across //= style.wide
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
