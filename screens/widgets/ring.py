"""A ring that empties while time runs, with the seconds inside; and a ring that turns while the machine works."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from screens.sheet import sheet
from screens.widgets.pane import Whole
from screens.widgets.sides import AnchorLayout

#: Turns a second and pictures a turn: enough to look alive, few enough for a small machine.
TURN_SECONDS = 1.2
FRAMES = 18


class Ring(Whole, AnchorLayout):
    """`fraction` of the ring is still full."""

    fraction = NumericProperty(1.0)
    words = StringProperty("")
    extent = NumericProperty(128)
    thickness = NumericProperty(14)
    tint = ColorProperty("#085D51")


class Busy(Widget):
    """Turns as long as it can be seen; where nothing may move it is three dots."""

    extent = NumericProperty(96)
    angle = NumericProperty(0)
    dot = NumericProperty(0)
    tint = ColorProperty("#085D51")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self._turning = Clock.create_trigger(self._turn, TURN_SECONDS / FRAMES, interval=True)
        self.fbind("parent", self._start_or_stop)

    @property
    def turning(self) -> bool:
        return bool(self._turning.is_triggered)

    def _start_or_stop(self, *_: object) -> None:
        if self.parent is None or sheet.still:
            self._turning.cancel()
        else:
            self._turning()

    def _turn(self, _elapsed: float) -> None:
        if self.get_root_window() is None:
            self._turning.cancel()
        elif self.opacity and self.width:
            self.angle = (self.angle + 360 / FRAMES) % 360
