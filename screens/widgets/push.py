"""Buttons with words: the primary one, the outlined one, the quiet one."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty

from screens.widgets.panel import Tappable


class Push(Tappable):
    """`rank`: `primary` (filled), `outlined` (primary colour), `quiet` (ink), `start` (accent), `deep` (on deep).

    `stacked`: the icon stands above the words.
    """

    words = StringProperty("")
    icon = StringProperty("")
    stacked = BooleanProperty(False)
    rank = OptionProperty("quiet", options=["primary", "outlined", "quiet", "start", "deep"])
    icon_extent = NumericProperty(44)
    icon_gap = NumericProperty(18)
    type_size = NumericProperty(38)
    tint = ColorProperty("#10232B")
