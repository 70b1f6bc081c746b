"""One icon of the set, and an icon on a tinted plate."""

from __future__ import annotations

from typing import Any

from kivy.metrics import dp
from kivy.properties import ColorProperty, NumericProperty, StringProperty

from screens.theme import ICON_FONT, icon
from screens.widgets.lettering import Lettering
from screens.widgets.sides import AnchorLayout
from screens.widgets.surface import Surface


class Picto(Lettering):
    """`name` is the icon's (Lucide), `extent` its size in dp."""

    name = StringProperty("")
    extent = NumericProperty(48)

    def __init__(self, **wishes: Any) -> None:
        super().__init__(size_hint_x=None, font_name=ICON_FONT, **wishes)
        self.on_name()
        self.on_extent()

    def on_name(self, *_: object) -> None:
        self.text = icon(self.name)

    def on_extent(self, *_: object) -> None:
        self.font_size = dp(self.extent)
        self.size = self.font_size, self.font_size


class Plate(Surface, AnchorLayout):
    """An icon on a rounded plate; `round` makes it a disc."""

    name = StringProperty("")
    extent = NumericProperty(120)
    radius = NumericProperty(34)
    tint = ColorProperty("#085D51")
