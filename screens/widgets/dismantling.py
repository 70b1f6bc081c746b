"""Takes apart what has left the window for good, some widgets a turn of the loop.

Kivy ties a widget to itself: its properties hold who watches them, most of all its own methods and rules, and what is
drawn holds what it is drawn in. A screen of some 30,000 objects would lie there until Python's collector comes, and hold
the main thread then, all at once. Untied, a widget ends with the last that refers to it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from kivy.clock import Clock
from kivy.lang import Builder
from kivy.properties import AliasProperty, DictProperty, ReferenceListProperty
from kivy.uix.widget import Widget

log = logging.getLogger(__name__)

#: Steps a turn of the loop: some 2 ms, so that no finger waits.
A_TURN = 24


class Dismantler:
    """What is handed to it is used no more. Main thread."""

    def __init__(self) -> None:
        self._steps: deque[Callable[[], None]] = deque()
        self._soon = Clock.create_trigger(self.turn, 0)

    @property
    def busy(self) -> bool:
        """Whether there is something left to take apart."""
        return bool(self._steps)

    def take(self, widget: Widget) -> None:
        """`widget` and all below it, from the next turn on. First no rule listens any longer: one that outlived what it
        speaks of would fail when the type's size or a colour changes."""
        tree = list(_tree(widget))
        self._steps.extend(partial(Builder.unbind_widget, each.uid) for each in tree)
        self._steps.extend(partial(_take_apart, each) for each in tree)
        self._soon()

    def turn(self, _elapsed: float = 0) -> None:
        """One helping. What cannot be taken apart is left to the collector: it is no reason to end somebody's visit."""
        for _ in range(min(A_TURN, len(self._steps))):
            try:
                self._steps.popleft()()
            except Exception:
                log.exception("a widget cannot be taken apart")
        if self._steps:
            self._soon()


dismantler = Dismantler()


def _tree(widget: Widget) -> Iterator[Widget]:
    for each in widget.walk(restrict=True):
        yield each
        yield from _aside(each)


def _aside(widget: Widget) -> Iterator[Widget]:
    """What it has in hand and does not show at present."""
    for held in vars(widget).values():
        if isinstance(held, Widget) and held.parent is None:
            yield from held.walk(restrict=True)


def _take_apart(widget: Widget) -> None:
    _untie(widget)
    widget.clear_widgets()
    canvas = widget.canvas
    for part in (canvas.has_before and canvas.before, canvas, canvas.has_after and canvas.after):
        if part:
            part.clear()


def _untie(widget: Widget) -> None:
    """Nobody watches its properties and events."""
    properties = widget.properties()
    # First those that follow from others: to ask who watches them lets them watch the others.
    pairs, aliases = (
        [name for name, prop in properties.items() if isinstance(prop, kind)]
        for kind in (ReferenceListProperty, AliasProperty)
    )
    for name in (*pairs, *aliases, *properties, *widget.events()):
        for watcher, largs, kwargs, weak, _uid in widget.get_property_observers(name, args=True):
            widget.funbind(name, watcher() if weak else watcher, *(largs or ()), **(kwargs or {}))
    for prop in properties.values():
        if isinstance(prop, DictProperty) and (held := prop.get(widget)) is not None:
            held.obj = None  # Kivy's lists refer to their widget weakly, its dictionaries do not
