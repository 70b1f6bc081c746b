"""What the house announces: one line or two in a calm panel, and where that fits a button to put it away."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from screens.widgets.panel import Panel
from screens.widgets.push import Push


class News(Panel):
    """Fires `on_put_away()`. Takes no room while `words` is empty; `seen` empty: it cannot be put away.

    `other_words`: the same in another language. `deep`: on the dark ground of a kiosk where nobody is.
    """

    words = StringProperty("")
    other_words = StringProperty("")
    seen = StringProperty("")
    important = BooleanProperty(False)
    deep = BooleanProperty(False)
    shown = BooleanProperty(False)

    __events__ = ("on_put_away",)

    def on_put_away(self) -> None: ...

    def on_kv_post(self, _base: object) -> None:
        self._button: Push = self.ids.seen.__self__  # ids are weak: away from here, nothing else holds it
        self.fbind("seen", self._offer)
        self._offer()

    def _offer(self, *_: object) -> None:
        """The button; no words, no button."""
        button = self._button
        button.words = self.seen
        if bool(self.seen) != (button.parent is not None):
            self.add_widget(button) if self.seen else self.remove_widget(button)
