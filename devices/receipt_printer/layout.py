"""Paper to picture: one strip of black dots as wide as the print head. Knows no bytes, no line, no payment.

Looks: the heading centred, pairs at both margins, a dashed rule, the sum much larger than its name, quiet space
around the code that is to be scanned. A bold pair of normal size has its value in bold; the name of a large pair
is set smaller than its value. What does not fit gets smaller first, and wraps then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.exceptions import DataOverflowError

from devices.receipt_printer.fonts import Fonts
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size
from kiosk.domain.typesetting import wrap, wrap_by_phrase

WHITE, BLACK = 255, 0
FULL_HEAD = 576  # dots: 80 mm paper at 203 dpi
DARK = 150  # greys below this are printed: thin strokes survive, round ones stay open

SIZES = {Size.SMALL: 25, Size.NORMAL: 28, Size.LARGE: 38, Size.HUGE: 54}
LEADING = 1.36
MODULE = 6  # dots: 0.75 mm at 203 dpi, scanned by any telephone
LEAST_MODULE = 3
WIDEST_VALUE = 0.7  # of the column; beside a wider one the name would be a tower of syllables
DASH, SPACE = 6, 3
QUIET = 4  # modules of white around a code (ISO/IEC 18004)
OVERHANG = 12  # rows that a line may reach into the one above
CODE_EDGE = 16  # dots: where a code begins, so that it goes over the wire in a quarter of its bytes


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in dots, for a head of `width` dots."""

    width: int

    @property
    def scale(self) -> float:
        """58 mm paper takes smaller type, but not so small that it cannot be read."""
        return 1.0 if self.width >= FULL_HEAD else max(0.8, self.width / FULL_HEAD)

    @property
    def margin(self) -> int:
        return 20 if self.width >= FULL_HEAD else 8

    @property
    def column(self) -> int:
        return self.width - 2 * self.margin

    def dots(self, size: Size) -> int:
        return round(SIZES[size] * self.scale)


class Layout:
    """`width` in dots: 576 for 80 mm paper, 384 for 58 mm."""

    def __init__(self, fonts: Fonts, width: int = FULL_HEAD) -> None:
        if width % 8 or width <= 0:
            raise ValueError(f"a head has a multiple of 8 dots, not {width}")
        self.width = width
        self._fonts = fonts

    def picture(self, paper: Paper) -> Image.Image:
        """The whole paper in mode "1": 0 is printed."""
        sheet = _Sheet(self._fonts, Style(self.width), paper.language)
        for line in paper.lines:
            sheet.add(line)
        return sheet.rest()

    def strips(self, paper: Paper) -> Iterator[Image.Image]:
        """The same from the top down, line by line as it is drawn: the first is printed while the last is not there."""
        sheet = _Sheet(self._fonts, Style(self.width), paper.language)
        for line in paper.lines:
            sheet.add(line)
            yield from sheet.settled()
        yield sheet.rest()


class _Sheet:
    """One paper being set, from the top down."""

    def __init__(self, fonts: Fonts, style: Style, language: str) -> None:
        self._faces = fonts.of(language)
        self._style = style
        self._image = Image.new("L", (style.width, 256), WHITE)
        self._draw = ImageDraw.Draw(self._image)
        self._y = self._gap(8)
        self._given = 0  # rows that have been handed out

    def add(self, line: Line) -> None:
        match line:
            case Centred(text, size, bold):
                self._centred(text, self._font(size, bold))
            case Paragraph(text, size, bold):
                self._paragraph(text, self._font(size, bold))
                self._y += self._gap(8)
            case Pair():
                self._pair(line)
            case Rule():
                self._rule()
            case QrCode(data):
                self._code(data)
            case _:
                assert_never(line)

    def settled(self) -> Iterator[Image.Image]:
        """The rows on which nothing will be drawn any more, once."""
        if self._y - OVERHANG > self._given:
            yield self._rows(self._y - OVERHANG)

    def rest(self) -> Image.Image:
        """All rows that have not been handed out."""
        self._reserve(0)  # what is cut out beyond the sheet would be black
        return self._rows(max(self._y, self._given + 1))

    def _rows(self, until: int) -> Image.Image:
        strip = self._image.crop((0, self._given, self._style.width, until))
        self._given = until
        return strip.point(lambda grey: WHITE if grey >= DARK else BLACK).convert(
            "1", dither=Image.Dither.NONE
        )

    # --- one line of each kind ----------------------------------------------------------------

    def _centred(self, text: str, font: ImageFont.FreeTypeFont) -> None:
        for part in wrap_by_phrase(text, self._style.column, font.getlength):
            self._text((self._style.width - font.getlength(part)) / 2, part, font)
            self._advance(font)

    def _paragraph(self, text: str, font: ImageFont.FreeTypeFont) -> None:
        for part in wrap(text, self._style.column, font.getlength):
            self._text(self._style.margin, part, font)
            self._advance(font)

    def _pair(self, pair: Pair) -> None:
        for left_font, right_font in self._pair_fonts(pair):
            gap = right_font.size * 0.6
            right = right_font.getlength(pair.right)
            if left_font.getlength(pair.left) + gap + right <= self._style.column:
                self._side_by_side(pair, left_font, right_font, gap)
                return
        if right + gap > self._style.column * WIDEST_VALUE:
            self._stacked(pair, left_font, right_font)
        else:
            self._side_by_side(pair, left_font, right_font, gap)

    def _pair_fonts(self, pair: Pair) -> list[tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]]:
        """From the finest to the one that must do."""
        small = (self._font(Size.SMALL, False), self._font(Size.SMALL, pair.bold))
        if pair.size in (Size.LARGE, Size.HUGE):
            name = self._font(Size.LARGE, pair.bold)
            return [(name, self._font(Size.HUGE, pair.bold)), (name, name), small]
        return [(self._font(pair.size, False), self._font(pair.size, pair.bold)), small]

    def _side_by_side(
        self, pair: Pair, left_font: ImageFont.FreeTypeFont, right_font: ImageFont.FreeTypeFont, gap: float
    ) -> None:
        right = right_font.getlength(pair.right)
        parts = wrap(pair.left, self._style.column - right - gap, left_font.getlength)
        drop = max(0, right_font.getmetrics()[0] - left_font.getmetrics()[0])  # both on one baseline
        self._text(self._style.width - self._style.margin - right, pair.right, right_font)
        self._text(self._style.margin, parts[0], left_font, drop)
        self._advance(right_font)
        for part in parts[1:]:
            self._text(self._style.margin, part, left_font)
            self._advance(left_font)

    def _stacked(
        self, pair: Pair, left_font: ImageFont.FreeTypeFont, right_font: ImageFont.FreeTypeFont
    ) -> None:
        self._paragraph(pair.left, left_font)
        for part in wrap(pair.right, self._style.column, right_font.getlength):
            edge = self._style.width - self._style.margin
            self._text(edge - right_font.getlength(part), part, right_font)
            self._advance(right_font)

    def _rule(self) -> None:
        self._y += self._gap(12)
        self._reserve(3)
        count = (self._style.column - DASH) // (DASH + SPACE)
        for number in range(count + 1):  # from margin to margin exactly
            x = self._style.margin + round(number * (self._style.column - DASH) / count)
            self._draw.rectangle((x, self._y, x + DASH - 1, self._y + 2), fill=BLACK)
        self._y += 3 + self._gap(14)

    def _code(self, data: str) -> None:
        code = _matrix(data)
        module = self._style.width // (len(code) + 2 * QUIET) if code else 0
        if module < LEAST_MODULE:  # too much for a code that can be scanned: then at least it can be read
            self._paragraph(data, self._font(Size.SMALL, False))
            return
        module = min(module, MODULE)
        side = len(code) * module
        left = (self._style.width - side) // 2 // CODE_EDGE * CODE_EDGE
        self._y += QUIET * module
        self._reserve(side)
        for row, dots in enumerate(code):
            for column, dark in enumerate(dots):
                if dark:
                    x, y = left + column * module, self._y + row * module
                    self._draw.rectangle((x, y, x + module - 1, y + module - 1), fill=BLACK)
        self._y += side + QUIET * module

    # --- tools --------------------------------------------------------------------------------

    def _font(self, size: Size, bold: bool) -> ImageFont.FreeTypeFont:
        return self._faces.font(self._style.dots(size), bold)

    def _gap(self, dots: int) -> int:
        return round(dots * self._style.scale)

    def _text(self, x: float, text: str, font: ImageFont.FreeTypeFont, drop: int = 0) -> None:
        """Draws `text` with the top of its line at the current height, `drop` dots lower."""
        self._reserve(drop + round(font.size * 2))
        # Noto's line is 1.45 em high; the part above the em square would only push lines apart.
        top = self._y + drop - round((font.getmetrics()[0] - font.size * 0.88) * 0.75)
        self._draw.text((round(x), top), text, BLACK, font)

    def _advance(self, font: ImageFont.FreeTypeFont) -> None:
        self._y += round(font.size * LEADING)

    def _reserve(self, rows: int) -> None:
        """Makes the sheet long enough, doubling it."""
        height = self._image.height
        if self._y + rows <= height:
            return
        longer = Image.new("L", (self._style.width, max(height * 2, self._y + rows)), WHITE)
        longer.paste(self._image, (0, 0))
        self._image, self._draw = longer, ImageDraw.Draw(longer)


def _matrix(data: str) -> list[list[bool]]:
    """The modules of the code, without its quiet zone; empty when no code can hold `data`."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(data)
    try:
        code.make()
    except (DataOverflowError, ValueError):  # it raises ValueError past version 40
        return []
    return [[bool(module) for module in row] for row in code.get_matrix()]
