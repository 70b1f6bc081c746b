"""Keys for what stands on our papers: digits and capital letters, in the order of the alphabet."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty

from kiosk.domain.lookup import SIGNS
from screens.widgets.keypad import Key
from screens.widgets.sides import BoxLayout, GridLayout


class SignKey(Key):
    pass


class SignGrid(GridLayout):
    pass


class SignPad(BoxLayout):
    """Fires `on_sign(sign)`. `clear_words` and `erase_spoken` as on the keypad, with `on_clear` and `on_erase`."""

    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    __events__ = ("on_sign", "on_erase", "on_clear")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        grid = SignGrid()
        for sign in SIGNS:
            grid.add_widget(self._key(sign))
        self.add_widget(grid)

    def on_sign(self, sign: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...

    def _key(self, sign: str) -> SignKey:
        key = SignKey(tag=f"signpad.{sign}", words=sign)
        key.bind(on_release=lambda _key: self.dispatch("on_sign", sign))
        return key
