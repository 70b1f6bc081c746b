"""Twelve keys for numbers, 1-2-3 on top as on a telephone; and the field that shows what was typed."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Ellipse
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from screens.widgets.panel import Panel, Tappable
from screens.widgets.sides import GridLayout


class Key(Tappable):
    words = StringProperty("")
    icon = StringProperty("")
    type_size = NumericProperty(64)
    corner = NumericProperty(30)


class Keypad(GridLayout):
    """Fires `on_digit(digit)`, `on_erase()` and `on_clear()`.

    `clear_words` stands on the key that clears everything; `erase_spoken` is the name of the one with the icon.
    """

    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    key_height = NumericProperty(148)
    gap = NumericProperty(24)
    shown = BooleanProperty(True)

    __events__ = ("on_digit", "on_erase", "on_clear")

    def on_digit(self, digit: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...


class Dots(Widget):
    """`filled` dots: so many digits were typed; which ones is nobody's business."""

    filled = NumericProperty(0)
    tint = ColorProperty("#10232B")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        for cause in ("pos", "size", "filled", "tint"):
            self.fbind(cause, self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        with self.canvas:
            Color(rgba=self.tint)
            for number in range(int(self.filled)):
                Ellipse(pos=(self.x + number * dp(64), self.y), size=(dp(36), dp(36)))


class Field(Panel):
    """What was typed, large, or as many `dots`; `hint` while it is empty; `remark` at the right.

    `composed`: its height in dp where there is all the room.
    """

    words = StringProperty("")
    hint = StringProperty("")
    remark = StringProperty("")
    dots = NumericProperty(0)
    composed = NumericProperty(176)
    shown = BooleanProperty(True)
