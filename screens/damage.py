"""Which parts of the window look different since it was drawn last: rectangles, in pixels, from the bottom left.

Kivy marks what has changed from an instruction up to the window's canvas (that is how it knows that it has to draw at
all), and unmarks groups and shapes when they are drawn, but never colours: so marks say where to look, and what a
widget looked like when it was drawn last says what of it has changed. Whatever is not understood counts as everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Any
from weakref import WeakKeyDictionary

from kivy.graphics import BindTexture, Color, PopMatrix, PushMatrix, ScissorPop, ScissorPush, Translate
from kivy.graphics.instructions import CanvasBase, ContextInstruction, Instruction, InstructionGroup
from kivy.metrics import dp
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.widget import Widget

#: In dp, what a widget may draw beyond its own rectangle: focus rings and smooth edges.
OVERHANG = 16
#: From this share of the window on it is cheaper to draw everything; and of how many places one by one.
SHARE, PLACES = 0.7, 3


@dataclass(frozen=True, slots=True)
class Rect:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def with_(self, other: Rect) -> Rect:
        return Rect(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    def meets(self, other: Rect) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def around(self, pixels: float) -> Rect:
        return Rect(self.left - pixels, self.bottom - pixels, self.right + pixels, self.top + pixels)

    def within(self, width: int, height: int) -> Rect:
        """In whole pixels of a window of that size."""
        return Rect(
            max(0, floor(self.left)),
            max(0, floor(self.bottom)),
            min(width, ceil(self.right)),
            min(height, ceil(self.top)),
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """Of a widget when it was drawn last. `extent`: with everything below it; `parts`: its own instructions and
    children's canvases, by Kivy's numbers (an `id()` is used again once its object is gone); `values`: what its own
    colours and cuts were."""

    own: Rect
    extent: Rect
    opacity: float
    parts: tuple[int, ...]
    values: tuple[Any, ...]


class _NotUnderstoodError(Exception):
    """An instruction that may change anything anywhere."""


class Damage:
    """Of one window. `taken` reads the marks: it comes before each drawing, and only then.

    A widget may name others, that are not its children and whose canvases it draws in its own, as `drawn_above`.
    """

    def __init__(self) -> None:
        self._looks: WeakKeyDictionary[Widget, _Look] = WeakKeyDictionary()
        self._roots: tuple[int, ...] = ()
        self._size = (0, 0)

    def forget(self) -> None:
        """Next time it is everything."""
        self._looks.clear()
        self._roots = ()

    def taken(self, roots: Iterable[Widget], size: tuple[int, int]) -> list[Rect] | None:
        """Disjoint rectangles; None: everything."""
        roots = tuple(roots)
        known = self._size == size and self._roots == tuple(root.uid for root in roots)
        self._size, self._roots = size, tuple(root.uid for root in roots)
        found: list[Rect] = []
        try:
            for root in roots:
                self._visit(root, found)
        except _NotUnderstoodError:
            self.forget()
            return None
        return _places(found, size) if known and found else None

    def _visit(self, widget: Widget, found: list[Rect]) -> Rect:
        """Adds what has changed of `widget` and below it; where all of it is now."""
        before = self._looks.get(widget)
        if before is not None and not widget.canvas.needs_redraw:
            return before.extent
        own = extent = _rect(widget)
        children = (*widget.children, *_above(widget))
        within: list[Rect] = (
            found if before is not None else []
        )  # of what is new all counts, whatever is in it
        for child in children:
            extent = extent.with_(self._visit(child, within))
        parts = tuple(_parts(widget.canvas))
        if sum(isinstance(part, CanvasBase) for part in parts) != len(children):
            raise _NotUnderstoodError  # something is drawn of which no widget is known
        if before is not None and before.own != own and isinstance(widget, RelativeLayout):
            raise _NotUnderstoodError  # what is in it has moved, too, and does not know
        look = _Look(
            own,
            extent,
            widget.canvas.opacity,
            tuple(part.uid for part in parts),
            tuple(_value(widget, part) for part in _contexts(parts)),
        )
        self._looks[widget] = look
        if before is None:
            found.append(extent.around(dp(OVERHANG)))
        elif (before.parts, before.opacity) != (look.parts, look.opacity):
            found.append(before.extent.with_(extent).around(dp(OVERHANG)))
        elif before.values != look.values or any(part.needs_redraw for part in _shapes(parts)):
            found.append(before.own.with_(own).around(dp(OVERHANG)))
        return extent


def _above(widget: Widget) -> tuple[Widget, ...]:
    above: tuple[Widget, ...] = getattr(widget, "drawn_above", ())
    return above


def _rect(widget: Widget) -> Rect:
    left, bottom = widget.to_window(*widget.pos)
    return Rect(left, bottom, left + widget.width, bottom + widget.height)


def _parts(group: InstructionGroup) -> Iterator[Instruction]:
    """Its instructions, those of its own groups, and the canvases of children, but nothing of these."""
    for part in group.children:
        if type(part) is CanvasBase or type(part) is InstructionGroup:  # what is before and after it
            yield from _parts(part)
        else:
            yield part


def _contexts(parts: Iterable[Instruction]) -> Iterator[Instruction]:
    return (part for part in parts if isinstance(part, ContextInstruction | ScissorPush | ScissorPop))


def _shapes(parts: Iterable[Instruction]) -> Iterator[Instruction]:
    """Of which a mark is taken away when they are drawn."""
    return (
        part
        for part in parts
        if not isinstance(part, ContextInstruction | ScissorPush | ScissorPop | CanvasBase)
    )


def _value(widget: Widget, part: Instruction) -> Any:
    match part:
        case Color():
            return tuple(part.rgba)
        case ScissorPush():
            return part.x, part.y, part.width, part.height
        case BindTexture() | ScissorPop():
            return None  # a texture belongs to a shape, which is marked with it
        case PushMatrix() | Translate() | PopMatrix() if isinstance(widget, RelativeLayout):
            return None  # where its children are, which they know as well
    raise _NotUnderstoodError


def _places(found: list[Rect], size: tuple[int, int]) -> list[Rect] | None:
    """What overlaps is one; None: too much."""
    places: list[Rect] = []
    for rect in found:
        place = rect.within(*size)
        if place.area:
            places = _joined(places, place)
    while len(places) > PLACES:
        places = _joined(places[1:], places[0].with_(places[1]))
    if sum(place.area for place in places) > SHARE * size[0] * size[1]:
        return None
    return places


def _joined(places: list[Rect], place: Rect) -> list[Rect]:
    while met := [other for other in places if other.meets(place)]:
        places = [other for other in places if other not in met]
        for other in met:
            place = place.with_(other)
    return [*places, place]
