"""A tile: one choice, as an icon with words."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

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
