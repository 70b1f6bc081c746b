"""A dialog over a screen, in reach of the hand."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty

from kiosk.domain import events
from kiosk.domain.events import Event
from screens.base import Screen


class Overlay(Screen):
    """A tap beside the dialog is `beside`. `veil`: how much of the screen below is hidden, 0 to 1."""

    veil = NumericProperty(0.92)
    beside: Event = events.OverlayClosed()

    def on_touch_down(self, touch: Any) -> bool:
        if not super().on_touch_down(touch) and not self.ids.dialog.collide_point(*touch.pos):
            touch.grab(self)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        super().on_touch_move(touch)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is self:
            touch.ungrab(self)
            self.tap(self.beside)
        else:
            super().on_touch_up(touch)
        return True
