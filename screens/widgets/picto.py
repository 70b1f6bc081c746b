"""One icon of the set, and an icon on a tinted plate."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.label import Label

from screens.widgets.sides import AnchorLayout


class Picto(Label):
    """`name` is the icon's (Lucide), `extent` its size in dp."""

    name = StringProperty("")
    extent = NumericProperty(48)


class Plate(AnchorLayout):
    """An icon on a rounded plate; `round` makes it a disc."""

    name = StringProperty("")
    extent = NumericProperty(120)
    radius = NumericProperty(34)
    fill = ColorProperty("#DCEEEA")
    tint = ColorProperty("#085D51")
