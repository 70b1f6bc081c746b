"""How things would look: one sample beside the other, each to choose."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from screens.widgets.forgetting import empty
from screens.widgets.panel import Tappable
from screens.widgets.sides import GridLayout


@dataclass(frozen=True, slots=True)
class Sample:
    """`type_size` in dp; `paper` and `ink` as `#RRGGBB`, empty: those in use."""

    tag: str
    words: str
    spoken: str
    type_size: float
    paper: str = ""
    ink: str = ""
    chosen: bool = False


class SampleTile(Tappable):
    entry = ObjectProperty(Sample("", "", "", 30), rebind=True)


class Samples(GridLayout):
    """Fires `on_choice(tag)`. A choice does not rebuild the tiles."""

    entries = ObjectProperty(())

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _samples: Samples, entries: tuple[Sample, ...]) -> None:
        tiles = list(reversed(self.children))
        if [tile.entry.tag for tile in tiles] == [entry.tag for entry in entries]:
            for tile, entry in zip(tiles, entries, strict=True):
                tile.entry = entry
            return
        empty(self)
        for entry in entries:
            tile = SampleTile(entry=entry)
            tile.bind(on_release=lambda tile: self.dispatch("on_choice", tile.entry.tag))
            self.add_widget(tile)
