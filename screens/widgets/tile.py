"""A tile: one choice, as an icon with words."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from screens.widgets.chip import Chip
from screens.widgets.panel import Tappable


class Tile(Tappable):
    """`main`: the one most people come for. `flag`: a short remark in an attention chip."""

    icon = StringProperty("")
    title = StringProperty("")
    about = StringProperty("")
    flag = StringProperty("")
    main = BooleanProperty(False)
    icon_extent = NumericProperty(84)
    tint = ColorProperty("#10232B")
    soft_tint = ColorProperty("#45555C")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self._chip: Chip | None = None
        self.fbind("flag", self._hang)
        self._hang()

    def _hang(self, *_: object) -> None:
        """A chip is made of as much as all the rest, and hardly any tile needs one."""
        if self._chip is None and self.flag:
            self._chip = Chip(tone="attention", pos_hint={"top": 1})
            self.ids.head.add_widget(self._chip)
        if self._chip is not None:
            self._chip.words = self.flag
