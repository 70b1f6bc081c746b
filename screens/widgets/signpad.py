"""Keys for what stands on our papers: digits and capital letters, in the order of the alphabet."""

from __future__ import annotations

from typing import Any

from kivy.properties import NumericProperty, StringProperty
from kivy.uix.gridlayout import GridLayout

from kiosk.domain.lookup import SIGNS
from screens.widgets.keypad import Key


class SignPad(GridLayout):
    """Fires `on_sign(sign)`. `clear_words` and `erase_spoken` as on the keypad, with `on_clear` and `on_erase`."""

    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    key_height = NumericProperty(120)

    __events__ = ("on_sign", "on_erase", "on_clear")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        for sign in SIGNS:
            self.add_widget(self._key(sign))

    def on_sign(self, sign: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...

    def _key(self, sign: str) -> Key:
        key = Key(tag=f"signpad.{sign}", words=sign)
        key.bind(on_release=lambda _key: self.dispatch("on_sign", sign))
        return key
