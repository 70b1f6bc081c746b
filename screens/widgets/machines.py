"""What technicians look at: one card a device, and figures in a row."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from screens.widgets.forgetting import empty
from screens.widgets.panel import Panel, Tappable
from screens.widgets.sides import BoxLayout, GridLayout


@dataclass(frozen=True, slots=True)
class Machine:
    """`faults`: one a line, each with who must act; `detail`: what the device itself said."""

    name: str
    state: str
    tone: str
    faults: str
    detail: str = ""
    tag: str = ""  # with one, the card opens


class MachineCard(Panel):
    entry = ObjectProperty(Machine("", "", "info", ""), rebind=True)


class MachineDoor(MachineCard, Tappable):
    """A card that opens."""


class Machines(GridLayout):
    """Fires `on_open(tag)`. More than ROOMY of them are lower, for what is said in brief."""

    ROOMY = 6
    entries = ObjectProperty(())

    __events__ = ("on_open",)

    def on_open(self, tag: str) -> None: ...

    def on_entries(self, _machines: Machines, entries: tuple[Machine, ...]) -> None:
        empty(self)
        for entry in entries:
            self.add_widget(self._door(entry) if entry.tag else MachineCard(entry=entry))

    def _door(self, entry: Machine) -> MachineDoor:
        door = MachineDoor(entry=entry, tag=entry.tag)
        door.bind(on_release=lambda door: self.dispatch("on_open", door.tag))
        return door


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: str


class FigureFace(BoxLayout):
    entry = ObjectProperty(Figure("", ""), rebind=True)


class Figures(BoxLayout):
    entries = ObjectProperty(())

    def on_entries(self, _figures: Figures, entries: tuple[Figure, ...]) -> None:
        empty(self)
        for entry in entries:
            self.add_widget(FigureFace(entry=entry))
