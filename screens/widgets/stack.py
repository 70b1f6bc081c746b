"""Things below one another, from the top. What has no height takes no gap either: a part that is away leaves no hole."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.layout import Layout

from screens.sheet import sheet


class Stack(Layout):
    """`gap` pixels between parts. Widths are the stack's own; a part with a size_hint_y shares what is left.

    A part with a `size_hint_x` of None keeps its width, at the side where reading begins.
    """

    gap = NumericProperty(0)
    minimum_height = NumericProperty(0)

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        for cause in ("pos", "size", "children", "gap"):
            self.fbind(cause, self._trigger_layout)

    def do_layout(self, *_: object) -> None:
        shown = [
            child for child in reversed(self.children) if child.size_hint_y is not None or child.height > 0
        ]
        fixed = sum(child.height for child in shown if child.size_hint_y is None)
        gaps = self.gap * max(len([child for child in shown if child.size_hint_y is None]) - 1, 0)
        self.minimum_height = fixed + gaps
        shares = sum(child.size_hint_y for child in shown if child.size_hint_y is not None)
        left = max(self.height - self.minimum_height, 0)
        top = self.top
        for child in reversed(self.children):
            if child.size_hint_x is not None:
                child.width = self.width * child.size_hint_x
            child.x = self.right - child.width if sheet.mirrored else self.x
            if child.size_hint_y is not None:
                child.height = left * child.size_hint_y / shares
            child.top = top
            if child in shown:
                top -= child.height + (self.gap if child.size_hint_y is None else 0)
