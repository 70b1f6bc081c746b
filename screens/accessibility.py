"""What is on the panel, for whoever cannot look at it: names, roles, states, rectangles; one source for speech,
tests and the robot.

Knows the widget tree; must not know a screen. Only what can be seen is told: a dialog hides what lies below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from screens.widgets.pane import Pane
from screens.widgets.words import Words


class Accessible:
    """Mixed into every widget that can be tapped.

    `tag` names it in every language (`keypad.5`); `spoken` is its name for people, by default the words on it;
    `state_text` is `checked`, `unchecked`, `busy` or empty.
    """

    tag = StringProperty("")
    role = StringProperty("button")
    spoken = StringProperty("")
    state_text = StringProperty("")
    modal = BooleanProperty(False)


def snapshot(root: Widget) -> dict[str, Any]:
    """The tree as JSON: `{id, role, name, state, rect, focus, children}`.

    `rect` is `[x, y, width, height]` in window pixels, y from the top. `state` is a list of words. `front`: the dialog,
    or the screen; `inside`: part of that or of the way on from it, not of what stands around every screen; `scanned`: it
    is in the row that switches are at.
    """
    top, focused = float(root.height), getattr(root, "focused", None)
    scanned = getattr(root, "scanned", ())
    front = getattr(root, "front", None)
    inside = _inside(root, front)
    nodes = [
        {**_node(widget, top, widget is focused, widget in scanned), "inside": widget in inside}
        for widget in told(root)
    ]
    return {
        "id": "window",
        "role": "window",
        "name": getattr(root, "screen_name", ""),
        "front": type(front).__name__ if front else "",
        "state": [],
        "rect": [0, 0, round(root.width), round(root.height)],
        "focus": False,
        "children": nodes,
    }


def _inside(root: Any, front: Widget | None) -> set[Widget]:
    if front is None:
        return set()
    return {*front.walk(restrict=True), *root.ids.nav.walk(restrict=True)}


def find(root: Widget, wanted: str) -> Widget | None:
    """The visible widget whose id, or else whose name, is `wanted`."""
    seen = list(told(root))
    for widget in seen:
        if getattr(widget, "tag", "") == wanted:
            return widget
    return next((widget for widget in seen if name_of(widget) == wanted), None)


def told(root: Widget) -> Iterator[Widget]:
    """Every control and text that can be seen, in reading order; of a dialog those that are in it."""
    yield from _told(_front(root))


def name_of(widget: Widget) -> str:
    """What a screen reader would say of it."""
    if isinstance(widget, Words):
        return str(widget.words)
    if widget.spoken:
        return str(widget.spoken)
    return ", ".join(words.words for words in _words_in(widget) if words.words)


def _front(root: Widget) -> Widget:
    """The topmost dialog, or everything."""
    for widget in root.children:  # Kivy keeps the newest first
        if getattr(widget, "modal", False):
            return widget
    return root


def _told(widget: Widget, pane: Pane | None = None) -> Iterator[Widget]:
    """Depth first, in reading order; of a screen in leaves only the one that is turned up."""
    if not _can_be_seen(widget):
        return
    if isinstance(widget, Pane):
        pane = widget
    if isinstance(widget, Words) or (isinstance(widget, Accessible) and widget.tag):
        if _says_something(widget) and (pane is None or pane.shows(widget)):
            yield widget
        return  # its words are its name
    for child in reversed(widget.children):
        yield from _told(child, pane)


def _says_something(widget: Widget) -> bool:
    return not isinstance(widget, Words) or bool(widget.words and widget.kind != "none")


def _words_in(widget: Widget) -> Iterator[Words]:
    if isinstance(widget, Words) and widget.kind != "none":
        yield widget
    for child in reversed(widget.children):
        yield from _words_in(child)


def _can_be_seen(widget: Widget) -> bool:
    return bool(widget.opacity) and widget.width > 0 and widget.height > 0


def _node(widget: Widget, top: float, focused: bool, scanned: bool) -> dict[str, Any]:
    x, y = widget.to_window(*widget.pos)
    taps = isinstance(widget, Accessible)
    return {
        "id": widget.tag if taps else "",
        "role": widget.role if taps else widget.kind,
        "name": name_of(widget),
        "state": [*(_state(widget) if taps else []), *(["scanned"] if scanned else [])],
        "rect": [round(x), round(top - y - widget.height), round(widget.width), round(widget.height)],
        "focus": focused,
    }


def _state(widget: Any) -> list[str]:
    words = ["disabled"] if widget.disabled else []
    if widget.state == "down":
        words.append("pressed")
    return [*words, widget.state_text] if widget.state_text else words
