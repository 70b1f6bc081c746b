"""Boxes, grids and anchors that begin where reading begins: at the right, in a language that runs from there.

They place what they hold as from the left, and mirror it within themselves: order, padding and hints with it. In kv they
stand under Kivy's names, in its layouts' place. `mirrors` False: an order that is the same in every language, as that of
the keys of a keypad.
"""

from __future__ import annotations

from typing import Any

from kivy.factory import Factory
from kivy.properties import BooleanProperty
from kivy.uix import anchorlayout, boxlayout, gridlayout

from screens.sheet import sheet

for _name in ("AnchorLayout", "BoxLayout", "GridLayout"):
    Factory.unregister(_name)  # a class registers itself, but nobody twice


class BoxLayout(boxlayout.BoxLayout):
    mirrors = BooleanProperty(True)

    def do_layout(self, *causes: Any) -> None:
        super().do_layout(*causes)
        mirror(self)


class GridLayout(gridlayout.GridLayout):
    mirrors = BooleanProperty(True)

    def do_layout(self, *causes: Any) -> None:
        super().do_layout(*causes)
        mirror(self)


class AnchorLayout(anchorlayout.AnchorLayout):
    mirrors = BooleanProperty(True)

    def do_layout(self, *causes: Any) -> None:
        super().do_layout(*causes)
        mirror(self)


def mirror(layout: Any) -> None:
    """Left for right, where the language asks for it."""
    if sheet.mirrored and layout.mirrors:
        for child in layout.children:
            child.x = layout.x + layout.right - child.right
