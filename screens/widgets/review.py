"""Lines to check before something is done for good: what was chosen, and a way to change it."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget

from screens.widgets.pane import Whole
from screens.widgets.rows import Rows
from screens.widgets.sides import BoxLayout


@dataclass(frozen=True, slots=True)
class Checked:
    """`tag` names the change button; empty `change`: it cannot be changed any more."""

    tag: str
    icon: str
    name: str
    value: str
    change: str = ""


class CheckedRow(Whole, BoxLayout):
    """Fires `on_change()`."""

    entry = ObjectProperty(Checked("", "", "", ""))

    __events__ = ("on_change",)

    def on_change(self) -> None: ...


class CheckedRows(Rows):
    """Fires `on_change(tag)`."""

    __events__ = ("on_change",)

    def on_change(self, tag: str) -> None: ...

    def make(self, entry: Checked) -> Widget:
        row = CheckedRow(entry=entry)
        row.bind(on_change=lambda row: self.dispatch("on_change", row.entry.tag))
        return row
