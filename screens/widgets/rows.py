"""Lists: bills, amounts, ways on. A list is a tuple of values; its rows are made anew only when the values change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from screens.widgets.forgetting import Forgetful, empty
from screens.widgets.pane import Whole
from screens.widgets.panel import Tappable
from screens.widgets.sides import BoxLayout
from screens.widgets.surface import Surface


class Rows(BoxLayout, Forgetful):
    """One widget an entry, below one another. Subclasses say what an entry looks like."""

    entries = ObjectProperty(())
    make: Callable[[Any], Widget]

    def on_entries(self, _rows: Rows, entries: tuple[Any, ...]) -> None:
        empty(self)
        for entry in entries:
            self.add_widget(self.make(entry))

    def forget(self) -> None:
        self.entries = ()


@dataclass(frozen=True, slots=True)
class BillEntry:
    """A bill as it is written on the screen: everything is text already."""

    tag: str
    icon: str
    title: str
    period: str
    account: str
    due: str
    tone: str
    amount: str
    chosen: bool = False


class BillRow(Whole, BoxLayout):
    """A bill to look at."""

    entry = ObjectProperty(BillEntry("", "", "", "", "", "", "info", ""), rebind=True)


class BillChoice(Tappable):
    """A bill to choose: the whole row is the check box. `roomy` where there are few."""

    roomy = BooleanProperty(False)

    entry = ObjectProperty(BillEntry("", "", "", "", "", "", "info", ""), rebind=True)


class BillRows(Rows):
    def make(self, entry: BillEntry) -> Widget:
        return BillRow(entry=entry)


class BillChoices(Rows):
    """Fires `on_choice(tag)`. A tick does not rebuild the rows. `roomy`: higher rows."""

    roomy = BooleanProperty(False)

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, rows: Rows, entries: tuple[BillEntry, ...]) -> None:
        if [child.entry.tag for child in reversed(self.children)] == [entry.tag for entry in entries]:
            for child, entry in zip(reversed(self.children), entries, strict=True):
                child.entry = entry
        else:
            super().on_entries(rows, entries)

    def on_roomy(self, _rows: Rows, roomy: bool) -> None:
        for child in self.children:
            child.roomy = roomy

    def make(self, entry: BillEntry) -> Widget:
        row = BillChoice(entry=entry, roomy=self.roomy)
        row.bind(on_release=lambda row: self.dispatch("on_choice", row.entry.tag))
        return row


@dataclass(frozen=True, slots=True)
class Pair:
    """A word at the left, a value at the right."""

    left: str
    right: str
    about: str = ""


class PairRow(Whole, BoxLayout):
    entry = ObjectProperty(Pair("", ""), rebind=True)


class Pairs(Rows):
    def make(self, entry: Pair) -> Widget:
        return PairRow(entry=entry)


@dataclass(frozen=True, slots=True)
class Way:
    """A way on. Without a `tag` it is only told, not tapped."""

    tag: str
    icon: str
    title: str
    about: str = ""
    main: bool = False
    state_text: str = ""


class WayRow(Whole, Surface, BoxLayout):
    entry = ObjectProperty(Way("", "", ""), rebind=True)


class WayChoice(Tappable):
    entry = ObjectProperty(Way("", "", ""), rebind=True)


class Ways(Rows):
    """Fires `on_choice(tag)`."""

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def make(self, entry: Way) -> Widget:
        if not entry.tag:
            return WayRow(entry=entry)
        row = WayChoice(entry=entry)
        row.bind(on_release=lambda row: self.dispatch("on_choice", row.entry.tag))
        return row


class Check(Surface, Widget):
    """The square of a check box."""

    ticked = BooleanProperty(False)


class Sum(Whole, Surface, BoxLayout):
    """An amount that everything adds up to."""

    words = StringProperty("")
    amount = StringProperty("")
    shown = BooleanProperty(True)
    type_size = NumericProperty(80)
