"""The notice before somebody gives personal data: nine items, each a word and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from screens.widgets.pane import Whole
from screens.widgets.panel import Panel
from screens.widgets.rows import Rows
from screens.widgets.sides import BoxLayout


@dataclass(frozen=True, slots=True)
class Item:
    """`about` stands beside `name`."""

    name: str
    about: str


class ItemFace(Whole, BoxLayout):
    entry = ObjectProperty(Item("", ""))


class ItemRows(Rows):
    """Each entry is a tuple of items that share one line."""

    def make(self, entry: tuple[Item, ...]) -> Widget:
        line = ItemLine()
        for item in entry:
            line.add_widget(ItemFace(entry=item))
        return line


class ItemLine(BoxLayout):
    pass


class Collection(Panel):
    title = StringProperty("")
    entries = ObjectProperty(())
