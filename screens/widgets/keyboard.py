"""Letters and digits for a question in Latin letters, as on a typewriter. Other scripts come with their own."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from screens.widgets.keypad import Key

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class LetterKey(Key):
    letter = StringProperty("")


class LetterRow(BoxLayout):
    """One row of keys; `letters` are those it holds."""

    letters = StringProperty("")


class Keyboard(BoxLayout):
    """Fires `on_letter(letter)`, `on_erase()` and `on_clear()`.

    `signs` stand in a row of their own. `space_words` and `clear_words` stand on their keys; `erase_spoken` is the name
    of the one with the icon.
    """

    space_words = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    signs = StringProperty("")

    __events__ = ("on_letter", "on_erase", "on_clear")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        rows = (*ROWS, self.signs) if self.signs else ROWS
        for place, letters in enumerate(rows):
            row = LetterRow(letters=letters)
            for letter in letters:
                row.add_widget(self._key(letter))
            self.add_widget(row, index=len(self.children) - place)

    def _key(self, letter: str) -> LetterKey:
        key = LetterKey(letter=letter, words=letter, tag=f"key.{letter}")
        key.bind(on_release=lambda key: self.dispatch("on_letter", key.letter))
        return key

    def on_letter(self, letter: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...
