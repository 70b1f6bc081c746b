"""Picture to wire: bands of dots between feeds, small enough to ask in between. python-escpos makes the bytes.

White rows are fed (three bytes instead of seventy-two a row), white at the sides is skipped, and what is made of squares
of four dots goes as one dot each (a code: a quarter of its bytes). Knows no line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from PIL import Image

from devices.receipt_printer import protocol

if TYPE_CHECKING:
    from escpos.printer import Dummy

BAND_BYTES = 4096  # what a printer's buffer holds; also what is lost at most when it stops
BAND_ROWS = 256
EDGE = 16  # dots: bands begin and end at a multiple, so that half of them are whole bytes too
WORTH_FEEDING = 6  # fewer white rows are cheaper inside a band
PROFILE = "TM-T20II"  # only its head of 576 dots matters: the encoder complains about unknown ones


_NOT = bytes(byte ^ 0xFF for byte in range(256))


@dataclass(frozen=True, slots=True)
class Band:
    """`feed` white rows, then `dots` with their left edge at `left` (a multiple of 8); mode "1", 0 is printed."""

    feed: int
    left: int
    dots: Image.Image | None

    @property
    def rows(self) -> int:
        return self.feed + (self.dots.height if self.dots else 0)


def bands(picture: Image.Image) -> list[Band]:
    """`picture` from the top down, its dots made safe for the wire."""
    return list(banded((picture,)))


def banded(strips: Iterable[Image.Image]) -> Iterator[Band]:
    """The same as `bands` of all strips pasted together, each as soon as no later strip can change it."""
    held: Image.Image | None = None
    feed = 0
    for strip in strips:
        whole = strip if held is None else _pasted(held, strip)
        settled = _before_white(whole)
        for band in _bands(whole.crop((0, 0, whole.width, settled))) if settled else ():
            yield Band(feed + band.feed, band.left, band.dots)
            feed = 0
        held = whole.crop((0, settled, whole.width, whole.height)) if settled < whole.height else None
    for band in _bands(held) if held else ():
        yield band


def _bands(picture: Image.Image) -> Iterator[Band]:
    feed = 0
    for white, first, last in _runs(picture):
        if white:
            feed += last - first
            continue
        for band in _cut(picture, first, last):
            yield Band(feed, band.left, band.dots)
            feed = 0
    if feed:
        yield Band(feed, 0, None)


def _before_white(picture: Image.Image) -> int:
    """The row at which the white at the foot begins; 0 when there is none, for then the last band may go on."""
    box = _ink(picture).getbbox()
    return 0 if box is None or box[3] == picture.height else box[3]


def _pasted(above: Image.Image, below: Image.Image) -> Image.Image:
    sheet = Image.new("1", (below.width, above.height + below.height), 1)
    sheet.paste(above, (0, 0))
    sheet.paste(below, (0, above.height))
    return sheet


def picture_of(strip: list[Band], width: int) -> Image.Image:
    """What `strip` puts on paper; the measure for what a printer made of it."""
    sheet = Image.new("1", (width, sum(band.rows for band in strip)), 1)
    y = 0
    for band in strip:
        if band.dots:
            sheet.paste(band.dots, (band.left, y + band.feed))
        y += band.rows
    return sheet


def get_ready() -> None:
    """When it is imported, python-escpos 3.1 reads the profiles of all printers in YAML, by Python alone, a sixth of a
    second long: so it is imported in the printer's lane, and not while the kiosk starts."""
    import escpos.printer  # noqa: F401


def new_encoder() -> Dummy:
    from escpos.printer import Dummy

    return Dummy(profile=PROFILE)


def encoded(band: Band) -> bytes:
    """The band as ESC/POS: ESC J, GS L, GS v 0. Holds no real-time command."""
    encoder = new_encoder()
    encoder._raw(protocol.feed(band.feed))
    if band.dots:
        encoder._raw(protocol.left_margin(band.left))
        half = _halved(band.dots)
        encoder.image(
            half or band.dots,
            high_density_horizontal=half is None,
            high_density_vertical=half is None,
            fragment_height=BAND_ROWS,
        )
    return bytes(encoder.output)


def cut_off() -> bytes:
    """Feeds the last row past the knife and cuts."""
    encoder = new_encoder()
    encoder._raw(protocol.left_margin(0))
    encoder.cut(mode="PART")
    return bytes(encoder.output)


def _runs(picture: Image.Image) -> Iterator[tuple[bool, int, int]]:
    """(white, first row, row after) of each stretch; short white ones belong to the black around them."""
    stride = (picture.width + 7) // 8
    data, empty = _ink(picture).tobytes(), bytes(stride)
    rows = [data[at : at + stride] == empty for at in range(0, len(data), stride)]
    merged: list[tuple[bool, int, int]] = []
    y = 0
    for white, group in groupby(rows):
        count = len(list(group))
        fed = white and count >= WORTH_FEEDING
        if merged and merged[-1][0] == fed:
            merged[-1] = (fed, merged[-1][1], y + count)
        else:
            merged.append((fed, y, y + count))
        y += count
    yield from merged


def _cut(picture: Image.Image, first: int, last: int) -> Iterator[Band]:
    """An even number of rows each, so that what can be halved stays so."""
    left, right = _sides(picture, first, last)
    stride = (right - left) // 8
    step = max(2, min(BAND_ROWS, BAND_BYTES // stride) // 2 * 2)
    for top in range(first, last, step):
        dots = picture.crop((left, top, right, min(top + step, last)))
        safe = protocol.wire_safe(_ink(dots).tobytes())
        yield Band(0, left, Image.frombytes("1", dots.size, safe.translate(_NOT)))


def _sides(picture: Image.Image, first: int, last: int) -> tuple[int, int]:
    """Where the ink of these rows begins and ends, in whole bytes; in two of them where they can be halved."""
    box = _ink(picture.crop((0, first, picture.width, last))).getbbox() or (0, 0, 1, 1)
    left, right = box[0] // EDGE * EDGE, -(-box[2] // EDGE) * EDGE
    if right <= picture.width and _halved(picture.crop((left, first, right, last))):
        return left, right
    return box[0] // 8 * 8, -(-box[2] // 8) * 8


def _halved(dots: Image.Image) -> Image.Image | None:
    """Half as wide and high, where that loses nothing and holds no command: the printer doubles it again."""
    if dots.width % EDGE or dots.height % 2:
        return None
    half = dots.resize((dots.width // 2, dots.height // 2), Image.Resampling.NEAREST)
    if half.resize(dots.size, Image.Resampling.NEAREST).tobytes() != dots.tobytes():
        return None
    return None if protocol.REAL_TIME.search(_ink(half).tobytes()) else half


def _ink(picture: Image.Image) -> Image.Image:
    """1 where ink is. By bytes, because Pillow keeps more than two values in a picture of two."""
    return Image.frombytes("1", picture.size, picture.tobytes().translate(_NOT))
