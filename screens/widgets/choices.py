"""Tiles in a grid: one decision, everything that can be chosen in one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.gridlayout import GridLayout

from screens.widgets.forgetting import empty
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
    """Fires `on_choice(tag)`. The tiles are made anew only when `entries` change."""

    entries = ObjectProperty(())
    tile_height = NumericProperty(260)

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _choices: Choices, entries: tuple[Choice, ...]) -> None:
        empty(self)
        for entry in entries:
            self.add_widget(self._tile(entry))

    def _tile(self, entry: Choice) -> Tile:
        wishes: dict[str, Any] = {"tag": entry.tag, "title": entry.title, "about": entry.about}
        tile = Tile(icon=entry.icon, main=entry.main, **wishes)
        tile.bind(on_release=lambda tile: self.dispatch("on_choice", tile.tag))
        return tile
