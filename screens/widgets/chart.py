"""Columns, one a period, the newest marked: a small chart. Each value stands above its column, so none need be guessed.

Whoever cannot see it finds every number in the list below it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from screens.widgets.forgetting import empty
from screens.widgets.sides import BoxLayout


@dataclass(frozen=True, slots=True)
class Column:
    """`share` of the highest column, 0 to 1; `words` above it, `label` below it."""

    share: float
    words: str
    label: str
    newest: bool = False


class ChartColumn(BoxLayout):
    entry = ObjectProperty(Column(0, "", ""), rebind=True)


class Columns(BoxLayout):
    """Side by side, the oldest first; made anew only when the values change."""

    entries = ObjectProperty(())

    def on_entries(self, _columns: Widget, entries: tuple[Column, ...]) -> None:
        empty(self)
        for entry in entries:
            self.add_widget(ChartColumn(entry=entry))


class Chart(BoxLayout):
    """A headline, a word on the change, the columns. Takes no room without entries."""

    title = StringProperty("")
    change = StringProperty("")
    entries = ObjectProperty(())
