"""Surfaces: a rounded panel with an edge, and the same panel as something to tap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.properties import ColorProperty
from kivy.uix.behaviors import ButtonBehavior

from screens.accessibility import Accessible
from screens.widgets.pane import Whole
from screens.widgets.sides import BoxLayout
from screens.widgets.surface import Surface


class Panel(Whole, Surface, BoxLayout):
    """A surface that is not cut where a leaf ends."""


class Pressing(ButtonBehavior, Accessible):
    """Acts when the finger lifts inside; sliding off lets go of it; shows at once that it was touched."""

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is self:
            self.state = "down" if self.collide_point(*touch.pos) else "normal"
        return bool(super().on_touch_move(touch))


class Tappable(Pressing, Panel):
    """A panel to tap. `pressed_fill` shows while a finger is on it."""

    pressed_fill = ColorProperty("#DCEEEA")

    causes = (*Surface.causes, "state", "pressed_fill")

    def shown_fill(self) -> Sequence[float]:
        return self.pressed_fill if self.state == "down" else self.fill
