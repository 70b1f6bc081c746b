"""One of a few words, side by side; one is chosen already, so that nobody need touch them."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from screens.widgets.forgetting import empty
from screens.widgets.panel import Tappable
from screens.widgets.sides import GridLayout


@dataclass(frozen=True, slots=True)
class Option:
    tag: str
    words: str
    chosen: bool = False


class OptionButton(Tappable):
    entry = ObjectProperty(Option("", ""), rebind=True)


class Options(GridLayout):
    """Fires `on_choice(tag)`. A choice does not rebuild the buttons."""

    entries = ObjectProperty(())

    __events__ = ("on_choice",)

    def on_choice(self, tag: str) -> None: ...

    def on_entries(self, _options: Options, entries: tuple[Option, ...]) -> None:
        buttons = list(reversed(self.children))
        if [button.entry.tag for button in buttons] == [entry.tag for entry in entries]:
            for button, entry in zip(buttons, entries, strict=True):
                button.entry = entry
            return
        empty(self)
        for entry in entries:
            self.add_widget(self._button(entry))

    def _button(self, entry: Option) -> OptionButton:
        button = OptionButton(entry=entry)
        button.bind(on_release=lambda button: self.dispatch("on_choice", button.entry.tag))
        return button
