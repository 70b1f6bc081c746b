"""Picture to wire: bands of dots between feeds, small enough to ask in between. python-escpos makes the bytes.

White rows are fed (three bytes instead of seventy-two a row), white at the sides is skipped. Knows no line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from escpos.printer import Dummy
from PIL import Image

from devices.receipt_printer import protocol

BAND_BYTES = 4096  # what a printer's buffer holds; also what is lost at most when it stops
BAND_ROWS = 256
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
    made, feed = [], 0
    for white, first, last in _runs(picture):
        if white:
            feed += last - first
            continue
        for band in _cut(picture, first, last):
            made.append(Band(feed, band.left, band.dots))
            feed = 0
    return [*made, Band(feed, 0, None)] if feed else made


def picture_of(strip: list[Band], width: int) -> Image.Image:
    """What `strip` puts on paper; the measure for what a printer made of it."""
    sheet = Image.new("1", (width, sum(band.rows for band in strip)), 1)
    y = 0
    for band in strip:
        if band.dots:
            sheet.paste(band.dots, (band.left, y + band.feed))
        y += band.rows
    return sheet


def encoded(band: Band) -> bytes:
    """The band as ESC/POS: ESC J, GS L, GS v 0. Holds no real-time command."""
    encoder = Dummy(profile=PROFILE)
    encoder._raw(protocol.feed(band.feed))
    if band.dots:
        encoder._raw(protocol.left_margin(band.left))
        encoder.image(band.dots, impl="bitImageRaster", fragment_height=BAND_ROWS)
    return bytes(encoder.output)


def cut_off() -> bytes:
    """Feeds the last row past the knife and cuts."""
    encoder = Dummy(profile=PROFILE)
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
    box = _ink(picture.crop((0, first, picture.width, last))).getbbox()
    left, right = (box[0] // 8 * 8, (box[2] + 7) // 8 * 8) if box else (0, 8)
    stride = (right - left) // 8
    step = min(BAND_ROWS, max(1, BAND_BYTES // stride))
    for top in range(first, last, step):
        dots = picture.crop((left, top, right, min(top + step, last)))
        safe = protocol.wire_safe(_ink(dots).tobytes())
        yield Band(0, left, Image.frombytes("1", dots.size, safe.translate(_NOT)))


def _ink(picture: Image.Image) -> Image.Image:
    """1 where ink is. By bytes, because Pillow keeps more than two values in a picture of two."""
    return Image.frombytes("1", picture.size, picture.tobytes().translate(_NOT))
