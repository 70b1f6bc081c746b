"""A window onto something that is higher than it: the rest can be neither seen nor touched."""

from __future__ import annotations

from typing import Any

from kivy.graphics import ScissorPop, ScissorPush
from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget


class Whole:
    """Mixed into what is not to be cut where one leaf ends and the next begins."""

    y: Any
    top: Any


class Pane(Widget):
    """Shows, and lets be touched, only what lies within it."""

    cut = BooleanProperty(False)

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self.fbind("cut", self._draw)
        self.fbind("pos", self._draw)
        self.fbind("size", self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.before.clear()
        self.canvas.after.clear()
        if self.cut:
            x, y = self.to_window(*self.pos)
            self.canvas.before.add(
                ScissorPush(x=int(x), y=int(y), width=int(self.width), height=int(self.height))
            )
            self.canvas.after.add(ScissorPop())

    def shows(self, widget: Widget) -> bool:
        """Whether most of `widget` is on this leaf."""
        middle = widget.to_window(*widget.center)[1]
        return not self.cut or self.y <= middle <= self.top

    def on_touch_down(self, touch: Any) -> bool:
        return self.collide_point(*touch.pos) and bool(super().on_touch_down(touch))
