"""Tiles in a grid: one decision, everything that can be chosen in one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty

from screens.sheet import sheet
from screens.widgets.forgetting import empty
from screens.widgets.panel import Tappable
from screens.widgets.rows import Way, WayChoice
from screens.widgets.sides import GridLayout
from screens.widgets.tile import Tile


@dataclass(frozen=True, slots=True)
class Choice:
    """One tile. `tag` is its name in every language (`topic.billing`)."""

    tag: str
    title: str
    about: str = ""
    icon: str = ""
    main: bool = False


class Choices(GridLayout):
    """Fires `on_choice(tag)`. The tiles are made anew only when `entries` change.

    `tile_height`, in dp, where there is all the room; else all are as high as the `tallest` has to be. On a tight
    sheet they are rows, each as high as it has to be.
    """

    entries = ObjectProperty(())
    tile_height = NumericProperty(260)
    tallest = NumericProperty(0)

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _choices: Choices, entries: tuple[Choice, ...]) -> None:
        empty(self)
        for entry in entries:
            tile = self._row(entry) if sheet.tight else self._tile(entry)
            tile.bind(on_release=lambda tile: self.dispatch("on_choice", tile.tag))
            self.add_widget(tile)
        self._measure()

    def _tile(self, entry: Choice) -> Tappable:
        wishes: dict[str, Any] = {"tag": entry.tag, "title": entry.title, "about": entry.about}
        tile = Tile(icon=entry.icon, main=entry.main, **wishes)
        tile.fbind("minimum_height", self._measure)
        return tile

    def _row(self, entry: Choice) -> Tappable:
        return WayChoice(entry=Way(entry.tag, entry.icon, entry.title, entry.about, entry.main))

    def _measure(self, *_: object) -> None:
        self.tallest = max((tile.minimum_height for tile in self.children), default=0)
