"""One icon of the set, and an icon on a tinted plate."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

from screens.widgets.sides import AnchorLayout
from screens.widgets.surface import Surface


class Picto(Label):
    """`name` is the icon's (Lucide), `extent` its size in dp."""

    name = StringProperty("")
    extent = NumericProperty(48)


class Plate(Surface, AnchorLayout):
    """An icon on a rounded plate; `round` makes it a disc."""

    name = StringProperty("")
    extent = NumericProperty(120)
    radius = NumericProperty(34)
    tint = ColorProperty("#085D51")
