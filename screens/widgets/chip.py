"""A short remark in a tinted capsule. Colour never says it alone: there is always a word."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, OptionProperty, StringProperty

from screens.widgets.sides import BoxLayout
from screens.widgets.surface import Surface


class Chip(Surface, BoxLayout):
    """Takes no room while `words` is empty. `room`: how wide, in pixels, its words may be; 0: as they are."""

    words = StringProperty("")
    icon = StringProperty("")
    room = NumericProperty(0)
    tone = OptionProperty("info", options=["info", "danger", "attention", "success"])
    tint = ColorProperty("#194E8B")
