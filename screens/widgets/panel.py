"""Surfaces: a rounded panel with an edge, and the same panel as something to tap."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from kivy.uix.behaviors import ButtonBehavior

from screens.accessibility import Accessible
from screens.widgets.pane import Whole
from screens.widgets.sides import BoxLayout


class Panel(Whole, BoxLayout):
    """Rounded rectangle in `fill` with an edge. Transparent edge: none."""

    fill = ColorProperty("#FFFFFF")
    edge = ColorProperty("#D8D2C4")
    edge_width = NumericProperty(2)
    radius = NumericProperty(32)
    raised = BooleanProperty(False)


class Pressing(ButtonBehavior, Accessible):
    """Acts when the finger lifts inside; sliding off lets go of it; shows at once that it was touched."""

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self.state = "down" if self.collide_point(*touch.pos) else "normal"
        return bool(super().on_touch_move(touch))


class Tappable(Pressing, Panel):
    """A panel to tap. `pressed_fill` shows while a finger is on it."""

    pressed_fill = ColorProperty("#DCEEEA")
