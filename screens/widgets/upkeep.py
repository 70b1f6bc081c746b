"""What technicians work with: a row a check, a line a record, a place to touch."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from screens.widgets.forgetting import empty
from screens.widgets.panel import Tappable
from screens.widgets.push import Push
from screens.widgets.rows import Rows
from screens.widgets.sides import BoxLayout, GridLayout
from screens.widgets.surface import Surface


@dataclass(frozen=True, slots=True)
class Task:
    """Something with a state and one thing to do about it. Without `act` there is nothing to press."""

    tag: str
    name: str
    state: str
    tone: str
    about: str
    act: str
    enabled: bool = True


class TaskRow(Surface, BoxLayout):
    entry = ObjectProperty(Task("", "", "", "info", "", ""), rebind=True)

    __events__ = ("on_act",)

    def on_act(self) -> None: ...


class Tasks(Rows):
    """Fires `on_act(tag)`."""

    __events__ = ("on_act",)

    def on_act(self, tag: str) -> None: ...

    def make(self, entry: Task) -> Widget:
        row = TaskRow(entry=entry)
        row.bind(on_act=lambda row: self.dispatch("on_act", row.entry.tag))
        return row


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a log: when and where, small, over what it says."""

    head: str
    says: str
    tone: str = "plain"


class NoteRow(BoxLayout):
    entry = ObjectProperty(Note("", ""), rebind=True)


class Notes(Rows):
    def make(self, entry: Note) -> Widget:
        return NoteRow(entry=entry)


class Doors(GridLayout):
    """Buttons side by side: `entries` are (tag, icon, words); fires `on_choice(tag)`."""

    entries = ListProperty([])

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _doors: Doors, entries: list[tuple[str, str, str]]) -> None:
        empty(self)
        for tag, icon, words in entries:
            push = Push(tag=tag, icon=icon, words=words, rank="quiet", type_size=32)
            push.bind(on_release=lambda push: self.dispatch("on_choice", push.tag))
            self.add_widget(push)


class Cell(Tappable):
    """One place of the touch test; it shows that it was reached."""

    reached = BooleanProperty(False)


class Cells(GridLayout):
    """`count` places, of which `reached` were touched. Fires `on_reach(number)`."""

    count = NumericProperty(0)
    reached = ObjectProperty(frozenset())

    __events__ = ("on_reach",)

    def on_reach(self, number: int) -> None: ...

    def on_count(self, _cells: Cells, count: int) -> None:
        empty(self)
        for number in range(int(count)):
            cell = Cell(tag=f"touch.{number}", spoken=str(number + 1))
            cell.bind(on_press=lambda _cell, number=number: self.dispatch("on_reach", number))
            self.add_widget(cell)

    def on_reached(self, _cells: Cells, reached: frozenset[int]) -> None:
        for number, cell in enumerate(reversed(self.children)):
            cell.reached = number in reached
