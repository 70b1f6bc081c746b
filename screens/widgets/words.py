"""Text on the screen: wrapped by our own rules, as high as it needs to be, at once and not a frame later."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any

from kivy.core.text import Label as Face
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, OptionProperty, StringProperty

from kiosk.domain.typesetting import wrap, wrap_evenly
from screens.sheet import sheet
from screens.widgets.forgetting import Forgetful
from screens.widgets.lettering import Lettering

#: The smallest type anywhere: cap height 5 mm on the panel.
SMALLEST = 28
#: And shrunk, on any panel: capitals, 0.733 of the type, keep 4.8 mm (ADA 707.7.2; conformance row TXT-02).
SMALLEST_MM = 6.55


class Words(Lettering, Forgetful):
    """`words` is the text; `text` is what became of it in lines.

    `hug`: as wide as the text, but not wider than `room` pixels, if that is given. `even`: lines of about the same
    length. `shrink`: smaller type, down to `smallest`, until the text needs no more than `shrink` lines.
    `kind`: what a screen reader calls it.
    """

    words = StringProperty("")
    hug = BooleanProperty(False)
    room = NumericProperty(0)
    even = BooleanProperty(False)
    shrink = NumericProperty(0)
    smallest = NumericProperty(SMALLEST)
    type_size = NumericProperty(36)
    kind = OptionProperty("text", options=["text", "heading", "alert", "none"])

    def __init__(self, **wishes: Any) -> None:
        wishes.setdefault("halign", "right" if sheet.mirrored else "left")
        super().__init__(valign="middle", **wishes)
        for cause in (
            "words",
            "width",
            "type_size",
            "bold",
            "font_name",
            "line_height",
            "shrink",
            "hug",
            "even",
            "room",
        ):
            self.fbind(cause, self._set)
        self._set()

    def forget(self) -> None:
        self.words = ""

    def _set(self, *_: object) -> None:
        if self.hug:
            self.size_hint_x = None
            self.width, lines, size = self._hugged()
        else:
            lines, size = self._fitted(max(self.width, 1))
        self.font_size = size
        self.text_size = (self.width, None)
        self.text = "\n".join(lines)
        line = _line_height(self.font_name, size, self.bold)
        self.height = ceil(line * self.line_height * len(lines))

    def _hugged(self) -> tuple[float, tuple[str, ...], float]:
        size = dp(self.type_size)
        lines = tuple(self.words.split("\n")) if self.words else ()
        if self.room and self._widest(lines, size) > self.room:
            lines, size = self._fitted(self.room)
        return ceil(self._widest(lines, size)) + 2, lines, size

    def _fitted(self, room: float) -> tuple[tuple[str, ...], float]:
        size, least = dp(self.type_size), max(dp(self.smallest), SMALLEST_MM * sheet.mm)
        while True:
            lines = _lines(self.words, room, self.font_name, size, self.bold, self.even)
            fits = len(lines) <= self.shrink and self._widest(lines, size) <= room
            if not self.shrink or fits or size <= least:
                return lines, size
            size = max(size - dp(2), least)

    def _widest(self, lines: tuple[str, ...], size: float) -> float:
        return max((_width(line, self.font_name, size, self.bold) for line in lines), default=0)


def forget_words() -> None:
    """Drop what was measured for the last customer."""
    _width.cache_clear()
    _lines.cache_clear()


@lru_cache(maxsize=16)
def _face(font: str, size: float, bold: bool) -> Face:
    face = Face(font_name=font, font_size=size, bold=bold)
    face.resolve_font_name()
    return face


@lru_cache(maxsize=64)
def _line_height(font: str, size: float, bold: bool) -> float:
    return float(_face(font, size, bold).get_extents("國")[1])


@lru_cache(maxsize=4096)
def _width(text: str, font: str, size: float, bold: bool) -> float:
    return float(_face(font, size, bold).get_extents(text)[0])


@lru_cache(maxsize=512)
def _lines(text: str, width: float, font: str, size: float, bold: bool, even: bool) -> tuple[str, ...]:
    if not text:
        return ()
    laid = wrap_evenly if even else wrap
    # Kivy wraps once more when a line is as wide as the room: stay a hair below.
    return tuple(laid(text, width - 1, lambda part: _width(part, font, size, bold)))
