"""Paper in the printer's own letters: Big5 or GB18030, whichever its firmware has. A tenth of the picture's bytes.

The two-byte set is burnt into a printer, no command selects it. A line that it cannot write is drawn instead, and so is a
code to scan: what comes out is right, or it is a picture. Knows bytes and columns; no line, no payment.

Commands: Epson's reference (fs_ampersand, gs_exclamation, esc_ca, esc_ce, esc_3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from devices.receipt_printer.layout import Layout
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size
from kiosk.domain.typesetting import wrap, wrap_by_phrase

CODECS = {"big5": "cp950", "gb18030": "gb18030"}
CELL = 12  # dots: a Latin letter of font A; a Chinese one takes two
HEIGHT = 24
LEADING = 10
LEFT, CENTRE, RIGHT = 0, 1, 2

#: What is one column here and two, or nothing, in the sets. Masks are made of points.
_INSTEAD = str.maketrans({"\u00a0": " ", "\u2011": "-", "\u2013": "-", "•": "*"})


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes of text that put `rows` on paper; they begin at the left margin."""

    data: bytes
    rows: int


Strip = Image.Image | Written


@dataclass(frozen=True, slots=True)
class Hand:
    """How letters are written: times wider and higher, bold, to which side."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    side: int = LEFT


_HANDS = {Size.SMALL: (1, 1), Size.NORMAL: (1, 1), Size.LARGE: (1, 2), Size.HUGE: (2, 2)}
_PLAIN = Hand()


class Letters:
    """`codes`: a key of CODECS, what the printer's firmware has. `pictures` draws what cannot be written."""

    def __init__(self, pictures: Layout, codes: str) -> None:
        self.width = pictures.width
        self._pictures = pictures
        self._codec = CODECS[codes]
        self._columns = pictures.width // CELL

    def strips(self, paper: Paper) -> Iterator[Strip]:
        yield Written(b"\x1c&" + line_height(), 0)
        for line in paper.lines:
            written = self._written(line)
            if written is None:
                yield from self._pictures.strips(Paper(paper.reference, paper.language, (line,)))
            else:
                yield written

    # --- a line of each kind: None where it must be drawn -------------------------------------

    def _written(self, line: Line) -> Written | None:
        match line:
            case Centred(text, size, bold):
                return self._text(text, Hand(*_HANDS[size], bold, CENTRE))
            case Paragraph(text, size, bold):
                return self._text(text, Hand(*_HANDS[size], bold))
            case Pair():
                return self._pair(line)
            case Rule():
                return _set([(b"-" * self._columns, _PLAIN)])
            case QrCode():
                return None

    def _text(self, text: str, hand: Hand) -> Written | None:
        break_up = wrap_by_phrase if hand.side == CENTRE else wrap
        parts = [
            self._coded(part) for part in break_up(_plain(text), self._columns // hand.wide, self._measure)
        ]
        return _set([(part, hand) for part in parts if part is not None]) if None not in parts else None

    def _pair(self, pair: Pair) -> Written | None:
        wide, high = _HANDS[pair.size]
        left, right = self._coded(_plain(pair.left)), self._coded(_plain(pair.right))
        if left is None or right is None:
            return None
        if (space := self._columns - wide * (len(left) + len(right))) >= wide:
            return _beside(left, right, space // wide, wide, high, pair.bold)
        name = self._text(pair.left, Hand(1, high))
        value = self._text(pair.right, Hand(1, high, pair.bold, RIGHT))
        return Written(name.data + value.data, name.rows + value.rows) if name and value else None

    def _measure(self, text: str) -> float:
        """In columns. What cannot be written counts as Chinese: it will be drawn anyway."""
        return float(sum(1 if letter < "\x80" else 2 for letter in text))

    def _coded(self, text: str) -> bytes | None:
        """One byte a column; None when a letter is not in the set, or not as two bytes."""
        coded = [self._letter(letter) for letter in text]
        return None if None in coded else b"".join(each for each in coded if each)

    def _letter(self, letter: str) -> bytes | None:
        if " " <= letter <= "~":
            return letter.encode("ascii")
        try:
            coded = letter.encode(self._codec)
        except UnicodeEncodeError:
            coded = b""
        return coded if len(coded) == 2 and coded[0] > 0x80 and coded[1] >= 0x40 else None


def _plain(text: str) -> str:
    return text.translate(_INSTEAD)


def _beside(left: bytes, right: bytes, space: int, wide: int, high: int, bold: bool) -> Written:
    """Name and value in one line, only the value bold."""
    hand = Hand(wide, high)
    begun = _changed(_PLAIN, hand) + left + b" " * space
    value = _bold(True) + right + _bold(False) if bold else right
    return Written(begun + value + b"\n" + _changed(hand, _PLAIN), HEIGHT * high + LEADING)


def _set(parts: list[tuple[bytes, Hand]]) -> Written:
    """Lines in one hand each; the pen is put back as it was found."""
    data, rows, before = b"", 0, _PLAIN
    for text, hand in parts:
        data += _changed(before, hand) + text + b"\n"
        rows += HEIGHT * hand.high + LEADING
        before = hand
    return Written(data + _changed(before, _PLAIN), rows)


def _changed(before: Hand, after: Hand) -> bytes:
    """ESC a, GS !, ESC E and ESC 3 where they differ: side, size, bold, what a line feed moves."""
    said = b""
    if before.side != after.side:
        said += bytes((0x1B, 0x61, after.side))
    if (before.wide, before.high) != (after.wide, after.high):
        said += bytes((0x1D, 0x21, (after.wide - 1) << 4 | (after.high - 1)))
    if before.high != after.high:
        said += line_height(after.high)
    if before.bold != after.bold:
        said += _bold(after.bold)
    return said


def line_height(times: int = 1) -> bytes:
    """ESC 3, in the motion units of GS P: dots."""
    return bytes((0x1B, 0x33, HEIGHT * times + LEADING))


def _bold(on: bool) -> bytes:
    return bytes((0x1B, 0x45, on))
