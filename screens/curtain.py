"""What makes the whole panel dark for somebody who listens: nobody beside them reads along (Section 508, 405.1)."""

from __future__ import annotations

from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget


class Curtain(Widget):
    """In no tree: its canvas is drawn above everything. What lies below is told, focused and pressed by keys as ever."""

    drawn = BooleanProperty(False)
