"""The ring around what the keys are at: a dark line and a light one, so that one of the two stands out on any ground."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.widget import Widget


class FocusRing(Widget):
    """Follows the widgets `around`, wherever they go. It is nowhere in the tree: its canvas is drawn above everything."""

    around = ObjectProperty(())
    shown = BooleanProperty(False)

    def __init__(self) -> None:
        self._followed: tuple[Widget, ...] = ()
        super().__init__()

    def on_around(self, _ring: FocusRing, widgets: tuple[Widget, ...]) -> None:
        for widget in self._followed:
            widget.unbind(pos=self._follow, size=self._follow)
        self._followed = widgets
        for widget in widgets:
            widget.bind(pos=self._follow, size=self._follow)
        self._follow()

    def _follow(self, *_: object) -> None:
        self.shown = bool(self._followed)
        if self.shown:
            boxes = [
                (*widget.to_window(*widget.pos), widget.width, widget.height) for widget in self._followed
            ]
            left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
            self.pos = left, bottom
            self.size = max(x + w for x, _, w, _ in boxes) - left, max(y + h for _, y, _, h in boxes) - bottom
