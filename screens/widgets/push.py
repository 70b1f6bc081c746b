"""Buttons with words: the primary one, the outlined one, the quiet one."""

from __future__ import annotations

from kivy.properties import ColorProperty, NumericProperty, OptionProperty, StringProperty

from screens.widgets.panel import Tappable


class Push(Tappable):
    """`rank`: `primary` (filled), `outlined` (primary colour), `quiet` (ink), `start` (accent), `deep` (on deep)."""

    words = StringProperty("")
    icon = StringProperty("")
    rank = OptionProperty("quiet", options=["primary", "outlined", "quiet", "start", "deep"])
    type_size = NumericProperty(38)
    tint = ColorProperty("#10232B")
