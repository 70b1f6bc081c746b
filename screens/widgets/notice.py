"""A tinted panel that tells something: icon, headline, text."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ColorProperty, OptionProperty, StringProperty

from screens.widgets.panel import Panel


class Notice(Panel):
    """Takes no room while `title` and `about` are empty. `alert`: what was entered is not right."""

    icon = StringProperty("info")
    title = StringProperty("")
    about = StringProperty("")
    tone = OptionProperty("info", options=["info", "danger", "attention", "success", "plain"])
    tint = ColorProperty("#194E8B")
    shown = BooleanProperty(False)
    alert = BooleanProperty(False)
