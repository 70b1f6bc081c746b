"""What the keys of the keypad are at: one control or text of what is told, and what a key does from there.

Whoever shows or says it watches the frame's `focused`, which is the whole of it. The order is that in which the panel is
told (screens/accessibility.py), a dialog's own while one lies over the screen; it wraps. A key on a control does what a
finger does, by the same way. Nothing is focused before the first key, nor after a finger touched the glass.

Knows the frame and what is told of it; must not know a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.domain.keypad import NavKey
from screens.accessibility import told
from screens.widgets.panel import Pressing
from screens.widgets.words import Words

#: What leads back, wherever one is: the first that can be pressed.
BACK = ("overlay.close", "nav.back")


class Panel(Protocol):
    """What is needed of the frame."""

    focused: Widget | None
    screen: Widget | None
    overlay: Widget | None


#: Frames after which every layout that a change set off is done.
LOOKS = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the focus was in a screen or a dialog: at a widget, and at the control of this tag if that is made anew."""

    widget: Widget
    tag: str


class Focus:
    """`press` a key; `settle` after every picture; `leave` when a finger touched the panel or the visit is over."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._in_use = False
        self._places: dict[Widget, _Place] = {}
        self._looks = 0
        self._look_again = Clock.create_trigger(self._look, 0)

    def press(self, key: NavKey) -> None:
        """The first one only shows where one is."""
        if not self._in_use:
            self.begin()
            return
        match key:
            case NavKey.NEXT:
                self._move(1)
            case NavKey.PREVIOUS:
                self._move(-1)
            case NavKey.SELECT if self._is_kept:
                press(self._panel.focused)
            case NavKey.BACK:
                self._lead_back()
            case _:
                """What is said, and how loud, is the voice's affair."""

    def begin(self) -> None:
        self._in_use = True
        self.settle()

    def go_to(self, widget: Widget) -> None:
        """It was asked for by name."""
        self._in_use = True
        self._panel.focused = widget
        self._keep()

    def settle(self) -> None:
        """On the same control as before, made anew or not; on a new screen, or where it is gone, at the beginning.

        And again in the frames behind it: only after the layout is known what can be seen.
        """
        self._looks = LOOKS
        self._look()

    def leave(self) -> None:
        self._in_use = False
        self._places.clear()
        self._panel.focused = None

    def _look(self, _elapsed: float = 0) -> None:
        self._settle()
        self._looks -= 1
        if self._in_use and self._looks > 0:
            self._look_again()

    def _settle(self) -> None:
        front = self._front
        if not self._in_use or front is None:
            return
        layers = (self._panel.screen, self._panel.overlay)
        self._places = {layer: place for layer, place in self._places.items() if layer in layers}
        order = self._order()
        found = _found(order, self._places.get(front))
        self._panel.focused = found or _beginning(order, front)
        if found is not None or self._looks <= 1:  # before that its beginning may not be seen yet
            self._keep()

    @property
    def _front(self) -> Widget | None:
        return self._panel.overlay or self._panel.screen

    def _order(self) -> list[Widget]:
        return list(told(self._panel))

    @property
    def _is_kept(self) -> bool:
        """Whether somebody went there, or it has settled: nothing is chosen that was only there for a frame."""
        place = self._places.get(self._front)
        return place is not None and place.widget is self._panel.focused

    def _keep(self) -> None:
        front, widget = self._front, self._panel.focused
        if widget is not None and front is not None:
            self._places[front] = _Place(widget, _tag(widget))

    def _move(self, by: int) -> None:
        order = self._order()
        if self._panel.focused in order:
            self._panel.focused = order[(order.index(self._panel.focused) + by) % len(order)]
            self._keep()
        else:  # it went without a new picture
            self.settle()

    def _lead_back(self) -> None:
        order = self._order()
        ways = (widget for tag in BACK for widget in order if _tag(widget) == tag and not widget.disabled)
        press(next(ways, None))


def press(widget: Widget | None) -> None:
    """As a finger that lifts there. A text, and what cannot be done now, does nothing."""
    if isinstance(widget, Pressing) and not widget.disabled:
        widget.trigger_action(0)


def _tag(widget: Widget) -> str:
    return str(getattr(widget, "tag", ""))


def _found(order: list[Widget], place: _Place | None) -> Widget | None:
    if place is None:
        return None
    if place.widget in order and _tag(place.widget) == place.tag:
        return place.widget
    return next((widget for widget in order if place.tag and _tag(widget) == place.tag), None)


def _beginning(order: list[Widget], front: Widget) -> Widget | None:
    """The heading, which says where one is; without one the first of the screen itself, not of what stands around it."""
    headings = (widget for widget in order if isinstance(widget, Words) and widget.kind == "heading")
    inside = set(front.walk(restrict=True))
    return next(headings, None) or next((widget for widget in order if widget in inside), None)
