"""Keys for an e-mail address: the house's endings, letters, digits and the signs of addresses, all in one reach.

Whoever hears the keys is told a sign by its name: `at`, `dot`, not "@" or silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from screens.sheet import sheet
from screens.widgets.keyboard import LetterKey, LetterRow
from screens.widgets.panel import Panel
from screens.widgets.sides import BoxLayout, GridLayout

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm-_+")
#: The last row: two signs and two short endings between the keys that take away.
SIGNS, SHORT = ("@", "."), (".com", ".tw")
NAMED = "@.-_+"
#: Rows of endings that a tight sheet has room for: a field and all its keys share one leaf.
ENDING_ROWS = 2


class AddressField(Panel):
    """The address as far as it is typed; `hint` while it is empty. `long`: it takes two lines."""

    words = StringProperty("")
    hint = StringProperty("")
    long = BooleanProperty(False)


class EndingKeys(GridLayout):
    """The house's endings side by side."""


class AddressKeys(BoxLayout):
    """Fires `on_letter(letter)`, `on_ending(ending)`, `on_erase()` and `on_clear()`.

    `names` is what each sign of `NAMED` is called; `clear_words` and `erase_spoken` are as on the keypad.
    """

    endings = ObjectProperty(())
    names: Mapping[str, str] = ObjectProperty({})
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    ending_rows = NumericProperty(0)

    __events__ = ("on_letter", "on_ending", "on_erase", "on_clear")

    def __init__(self, **wishes: Any) -> None:
        super().__init__(**wishes)
        self._endings = EndingKeys()
        for letters in ROWS:
            row = LetterRow(letters=letters)
            for letter in letters:
                row.add_widget(self._letter(letter))
            self.add_widget(row)
        self.add_widget(self._last_row())
        self.bind(endings=self._lay, names=self._name)
        self._lay()

    def on_letter(self, letter: str) -> None: ...

    def on_ending(self, ending: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...

    def _lay(self, *_: object) -> None:
        """The house's endings below, the first ones on a sheet that has no room for more; the others can be typed."""
        self._endings.clear_widgets()
        self.remove_widget(self._endings)
        columns = self._endings.cols
        shown = self.endings[: columns * ENDING_ROWS] if sheet.tight else self.endings
        for ending in shown:
            self._endings.add_widget(self._ending(ending))
        self.ending_rows = -(-len(shown) // columns)
        if self.endings:
            self.add_widget(self._endings)
        self._name()

    def _last_row(self) -> BoxLayout:
        row = BoxLayout(spacing=dp(sheet.key_gap), mirrors=False)
        clear, erase = (
            LetterKey(tag="key.clear", corner=22),
            LetterKey(tag="key.erase", icon="delete", corner=22),
        )
        self.bind(clear_words=clear.setter("words"), erase_spoken=erase.setter("spoken"))
        clear.bind(on_release=lambda _key: self.dispatch("on_clear"))
        erase.bind(on_release=lambda _key: self.dispatch("on_erase"))
        middle = [*map(self._letter, SIGNS), *map(self._ending, SHORT)]
        for key in (clear, *middle, erase):
            row.add_widget(key)
        return row

    def _letter(self, letter: str) -> LetterKey:
        key = LetterKey(letter=letter, words=letter, tag=f"key.{letter}")
        key.bind(on_release=lambda key: self.dispatch("on_letter", key.letter))
        return key

    def _ending(self, ending: str) -> LetterKey:
        key = LetterKey(letter=ending, words=ending, tag=f"ending.{ending}")
        key.bind(on_release=lambda key: self.dispatch("on_ending", key.letter))
        return key

    def _name(self, *_: object) -> None:
        """`@gmail.com` -> `at gmail dot com`; letters are their own names."""
        for key in (key for row in self.children for key in row.children):
            if isinstance(key, LetterKey) and any(sign in NAMED for sign in key.letter):
                key.spoken = spoken(key.letter, self.names)


def spoken(text: str, names: Mapping[str, str]) -> str:
    """`text` with every sign by its name."""
    said = "".join(f" {names[sign]} " if sign in names else sign for sign in text)
    return " ".join(said.split())
