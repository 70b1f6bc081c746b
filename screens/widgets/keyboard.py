"""Letters and digits as on a typewriter, or what stands on its keys in other scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from screens.widgets.forgetting import empty
from screens.widgets.keypad import Key
from screens.widgets.sides import BoxLayout

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
#: As on the keyboards of Taiwan (the layout called Dachen).
ZHUYIN_ROWS = ("ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦ", "ㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣ", "ㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤ", "ㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ")


class LetterKey(Key):
    letter = StringProperty("")


class LetterRow(BoxLayout):
    """One row of keys; `letters` are those it holds, `columns` how many have room."""

    letters = StringProperty("")
    columns = NumericProperty(10)


class Keyboard(BoxLayout):
    """Fires `on_letter(letter)`, `on_erase()`, `on_clear()` and `on_layout()`.

    `letters` stand in rows, `signs` in one of their own below; `names` are what those are called that cannot be read out.
    `space_words` and `clear_words` stand on their keys; `erase_spoken` is the name of the one with the icon.
    `layout_words` stand on the key that leads to other letters; without any it is not there.
    """

    letters = ObjectProperty(ROWS)
    names: Mapping[str, str] = ObjectProperty({})
    space_words = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")
    layout_words = StringProperty("")
    layout_spoken = StringProperty("")
    signs = StringProperty("")
    rows = NumericProperty(len(ROWS))

    __events__ = ("on_letter", "on_erase", "on_clear", "on_layout")

    def __init__(self, **wishes: Any) -> None:
        self._laid: list[LetterRow] = []
        self._layout_key = LetterKey(tag="key.layout", corner=22, size_hint_x=0.28)
        super().__init__(**wishes)
        self._layout_key.bind(on_release=lambda _key: self.dispatch("on_layout"))
        self.bind(letters=self._lay, signs=self._lay, names=self._name)
        self.bind(layout_spoken=self._layout_key.setter("spoken"))
        self._lay()

    def on_kv_post(self, _base: Any) -> None:
        """From here on there is a row that the key may stand in."""
        self.bind(layout_words=self._lay_layout)
        self._lay_layout()

    def _lay(self, *_: object) -> None:
        for row in self._laid:
            empty(row)
            self.remove_widget(row)
        lines = (*self.letters, self.signs) if self.signs else self.letters
        columns = max(10, *map(len, lines))
        self._laid = [self._row(line, columns) for line in lines]
        for row in reversed(self._laid):
            self.add_widget(row, index=len(self.children))
        self.rows = len(lines)
        self._name()

    def _row(self, letters: str, columns: int) -> LetterRow:
        row = LetterRow(letters=letters, columns=columns)
        for letter in letters:
            row.add_widget(self._key(letter))
        return row

    def _key(self, letter: str) -> LetterKey:
        key = LetterKey(letter=letter, words=letter, tag=f"key.{letter}")
        key.bind(on_release=lambda key: self.dispatch("on_letter", key.letter))
        return key

    def _name(self, *_: object) -> None:
        for key in (key for row in self._laid for key in row.children):
            key.spoken = self.names.get(key.letter, "")

    def _lay_layout(self, *_: object) -> None:
        """Beside the key that clears."""
        tools, key = self.ids.tools, self._layout_key
        key.words, key.spoken = self.layout_words, self.layout_spoken
        if self.layout_words and key.parent is None:
            tools.add_widget(key, index=len(tools.children) - 1)
        elif not self.layout_words and key.parent is not None:
            tools.remove_widget(key)

    def on_letter(self, letter: str) -> None: ...

    def on_erase(self) -> None: ...

    def on_clear(self) -> None: ...

    def on_layout(self) -> None: ...
