"""The board: one specimen in all its states, each with its name and with the roles of the colours that are drawn in it.

A board is turned by leaves like a screen; `states_of` and `roles_of` are what the tests ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from kivy.graphics import BorderImage, Color, Rectangle
from kivy.graphics.instructions import InstructionGroup
from kivy.lang import Builder
from kivy.metrics import dp
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from kiosk.texts import Texts
from screens.leaf import Leaf
from screens.sheet import sheet
from screens.theme import DISTINCT, NIGHT, Palette, colours
from screens.widgets.focus_ring import FocusRing
from screens.widgets.panel import Pressing
from screens.widgets.surface import Surface
from screens.widgets.words import Words
from tests.screens.components.specimens import Say, Specimen

#: What is drawn names its role.
ROLES = {int(value[1:], 16): role for role, value in asdict(DISTINCT).items()}


def states_of(specimen: Specimen, say: Say) -> dict[str, Widget]:
    """At rest, its own states, and those that everything of its kind has."""

    def at_length(key: str) -> str:
        words = say(key)
        return f"{words} {words}" if words.isascii() else words * 2

    states = {"rest": specimen.make(say)}
    states |= {name: make(say) for name, make in specimen.more.items()}
    if pressable(states["rest"]):
        states["pressed"] = specimen.make(say)
        for each in pressable(states["pressed"]):
            each.state = "down"
        states["focused"] = specimen.make(say)
        states["disabled"] = specimen.make(say)
        states["disabled"].disabled = True
    if any(isinstance(each, Words) and len(each.words) > 1 for each in states["rest"].walk()):
        states["long words"] = specimen.make(at_length)
    return states


def pressable(widget: Widget) -> list[Any]:
    return [each for each in widget.walk(restrict=True) if isinstance(each, Pressing)]


def roles_of(widgets: Iterable[Widget]) -> list[list[str]]:
    """Of all colours that are drawn in each now; what is no role of the palette stands as `#RRGGBB`."""
    worn = colours.palette
    colours.wear(DISTINCT)
    Builder.sync()
    drawn = [drawn_in(widget) for widget in widgets]
    colours.wear(worn)
    Builder.sync()
    return [sorted(ROLES.get(each, f"#{each:06X}") for each in one) for one in drawn]


def drawn_in(widget: Widget) -> set[int]:
    """Its colours, and those of all within it."""
    return {each for part in widget.walk(restrict=True) for each in _drawn(part)}


def _drawn(widget: Any) -> Iterator[int]:
    if not widget.opacity or not widget.width or not widget.height:
        return
    if isinstance(widget, Label):
        if widget.text:
            yield _number(widget.disabled_color if widget.disabled else widget.color)
        return
    if isinstance(widget, Surface):
        yield from (red << 16 | green << 8 | blue for (red, green, blue, _), _, _ in widget.look().layers)
    for canvas in (widget.canvas.before, widget.canvas, widget.canvas.after):
        yield from (_number(each.rgba) for each in _colours(canvas) if each.a)


def _colours(group: Any) -> Iterator[Color]:
    """Not those of other widgets, whose canvases hang in this one's, nor of surfaces: these are pictures."""
    for each in group.children:
        if isinstance(each, Color):
            yield each
        elif type(each) is InstructionGroup and not any(
            isinstance(part, BorderImage) for part in each.children
        ):
            yield from _colours(each)


def _number(rgba: Any) -> int:
    red, green, blue = (round(255 * each) for each in rgba[:3])
    return red << 16 | green << 8 | blue


class Stand(BoxLayout):
    """A state under its name."""

    def __init__(self, name: str, shown: Widget, high: float) -> None:
        super().__init__(orientation="vertical", spacing=dp(12), size_hint_y=None)
        self.shown = shown
        self.add_widget(Words(words=name, type_size=28, kind="heading"))
        self.add_widget(shown)
        if shown.size_hint_y is not None:
            shown.size_hint_y, shown.height = None, dp(high or 100)
        self.fbind("minimum_height", self.setter("height"))
        if name == "focused":
            self._ring = FocusRing()  # its canvas does not hold it
            self._ring.around = tuple(pressable(shown)[:1])
            self.canvas.after.add(self._ring.canvas)


class Page(BoxLayout):
    """One specimen's states; as wide as they want to be, side by side."""

    def __init__(self, specimen: Specimen, states: dict[str, Widget]) -> None:
        super().__init__(orientation="vertical", padding=dp(sheet.margin), spacing=dp(28))
        room = sheet.width - 2 * sheet.margin
        columns = max(1, int(room // (specimen.wide + 40))) if specimen.wide else 1
        grid = GridLayout(cols=columns, spacing=(dp(40), dp(44)), size_hint_y=None)
        grid.fbind("minimum_height", grid.setter("height"))
        for name, shown in states.items():
            grid.add_widget(Stand(name, shown, specimen.high))
        self.names = Words(type_size=28)
        self.add_widget(Words(words=specimen.name, type_size=44, bold=True, kind="heading"))
        self.add_widget(self.names)
        self.add_widget(grid)
        self.add_widget(Widget())  # what is left below
        self.states = states

    def name(self) -> None:
        """Beneath the specimen's name, and behind each state's, what is drawn in it."""
        usual, *others = roles_of(self.states.values())
        self.names.words = ", ".join(usual)
        for shown, roles in zip(list(self.states.values())[1:], others, strict=True):
            if other := sorted(set(roles) - set(usual)):
                shown.parent.children[-1].words += f": {', '.join(other)}"


class Board(BoxLayout):
    """`show` puts a specimen up; `leaf` turns what does not fit."""

    def __init__(self) -> None:
        super().__init__(orientation="vertical")
        self.leaf = Leaf()
        self.add_widget(self.leaf)
        with self.canvas.before:
            self._ground = Color(rgba=colours.paper)
            self._sheet = Rectangle()
        colours.fbind("paper", self._lay)
        self.fbind("pos", self._lay)
        self.fbind("size", self._lay)

    def _lay(self, *_: object) -> None:
        self._ground.rgba = colours.paper
        self._sheet.pos, self._sheet.size = self.pos, self.size

    def show(self, specimen: Specimen, texts: Texts, palette: Palette) -> Page:
        """Technicians' widgets are shown on their own ground in the standard palette."""
        say: Callable[[str], str] = texts.get
        night = specimen.night and palette is Palette()
        colours.wear(NIGHT if night else palette)
        page = Page(specimen, states_of(specimen, say))
        self.leaf.speak(texts)
        self.leaf.hold(page)
        return page
