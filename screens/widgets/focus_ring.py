"""The ring around what the keys are at: a dark line and a light one, so that one of the two stands out on any ground."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.widget import Widget


class FocusRing(Widget):
    """Follows the widget `around`, wherever it goes. It is nowhere in the tree: its canvas is drawn above everything."""

    around = ObjectProperty(None, allownone=True)
    shown = BooleanProperty(False)

    def __init__(self) -> None:
        self._followed: Widget | None = None
        super().__init__()

    def on_around(self, _ring: FocusRing, widget: Widget | None) -> None:
        if self._followed is not None:
            self._followed.unbind(pos=self._follow, size=self._follow)
        self._followed = widget
        if widget is not None:
            widget.bind(pos=self._follow, size=self._follow)
        self._follow()

    def _follow(self, *_: object) -> None:
        widget = self._followed
        self.shown = widget is not None
        if widget is not None:
            self.pos, self.size = widget.to_window(*widget.pos), widget.size
