"""Widgets that go leave nothing of a customer behind: Python may keep them alive for long after they left the window."""

from __future__ import annotations

from kivy.properties import ListProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

#: The kinds of property that hold what is shown.
_CONTENT = (StringProperty, ListProperty, ObjectProperty)


class Forgetful:
    """A widget that holds more than its own properties say. (Kivy's metaclass leaves no room for that of `abc`.)"""

    def forget(self) -> None:
        raise NotImplementedError(f"{type(self).__name__} does not say how it forgets")


def forget_tree(widget: Widget) -> None:
    """Empty every text and list of ours in `widget` and below it."""
    for child in list(widget.children):
        forget_tree(child)
    if isinstance(widget, Forgetful):
        widget.forget()
    for name, prop in widget.properties().items():
        if isinstance(prop, _CONTENT) and prop.defaultvalue is not None and _is_ours(widget, name):
            prop.set(widget, prop.defaultvalue)


def empty(container: Widget) -> None:
    """Take everything out of `container`; what goes, forgets."""
    gone = list(container.children)
    container.clear_widgets()
    for widget in gone:
        forget_tree(widget)


def _is_ours(widget: Widget, name: str) -> bool:
    home = next((cls for cls in type(widget).__mro__ if name in vars(cls)), None)
    return home is not None and home.__module__.startswith("screens.")
