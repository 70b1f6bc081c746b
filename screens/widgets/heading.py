"""The head of a page: where one is, what it is about. Nothing personal ever stands up here."""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, SmoothRoundedRectangle
from kivy.metrics import dp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from screens.sheet import sheet
from screens.widgets.sides import BoxLayout


class Steps(Widget):
    """`done` of `count` bars are filled; no bars if `count` is 0."""

    count = NumericProperty(0)
    done = NumericProperty(0)
    full = ColorProperty("#085D51")
    empty = ColorProperty("#D8D2C4")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        for cause in ("pos", "size", "count", "done", "full", "empty"):
            self.fbind(cause, self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        gap = dp(12)
        width = (self.width - gap * (self.count - 1)) / self.count if self.count else 0
        with self.canvas:
            for number in range(int(self.count)):
                Color(rgba=self.full if number < self.done else self.empty)
                place = self.count - 1 - number if sheet.mirrored else number
                SmoothRoundedRectangle(
                    pos=(self.x + place * (width + gap), self.y), size=(width, self.height), radius=[dp(6)]
                )


class Heading(BoxLayout):
    """Fills its room from the top, or is `full` dp high. The icon gives way when the room gets short.

    On a smaller sheet it is as high as its words.
    """

    icon = StringProperty("")
    icon_radius = NumericProperty(34)
    icon_fill = ColorProperty("#DCEEEA")
    icon_tint = ColorProperty("#085D51")
    title = StringProperty("")
    about = StringProperty("")
    steps = NumericProperty(0)
    step = NumericProperty(0)
    roomy = BooleanProperty(True)
    full = NumericProperty(0)
