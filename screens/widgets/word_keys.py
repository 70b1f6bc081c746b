"""Words to choose from, above the keys for the sounds they are made of."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import BooleanProperty, ObjectProperty

from screens.widgets.forgetting import empty
from screens.widgets.keyboard import LetterKey
from screens.widgets.pages import Pages
from screens.widgets.sides import BoxLayout, GridLayout


@dataclass(frozen=True, slots=True)
class Offer:
    """A word by its place in the whole list; `spoken` says which of those that sound alike it is."""

    place: int
    words: str
    spoken: str


class WordKey(LetterKey):
    """A word that waits to be chosen."""


class WordGrid(GridLayout):
    """Two rows of words; room is kept for those that are not there."""


class WritingKeys(BoxLayout):
    """Words, and the keys below them: with their field they belong on one leaf."""


class WordKeys(BoxLayout):
    """Fires `on_word(place)` and `on_turn(page)`. Takes no room while nothing waits (`shown`)."""

    entries = ObjectProperty(())
    at = ObjectProperty(Pages(), rebind=True)
    shown = BooleanProperty(False)

    __events__ = ("on_word", "on_turn")

    def on_entries(self, _keys: WordKeys, entries: tuple[Offer, ...]) -> None:
        grid = self.ids.grid
        empty(grid)
        for entry in entries:
            key = WordKey(words=entry.words, spoken=entry.spoken, tag=f"word.{entry.place}", corner=22)
            key.bind(on_release=lambda _key, place=entry.place: self.dispatch("on_word", place))
            grid.add_widget(key)

    def on_word(self, place: int) -> None: ...

    def on_turn(self, page: int) -> None: ...
