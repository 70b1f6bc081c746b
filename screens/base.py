"""What every screen is: a state comes in, taps go out.

A screen draws one state. It never decides where to go; it must not know the app, the flow or another screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kivy.properties import BooleanProperty, ObjectProperty, OptionProperty

from kiosk.domain.events import Event
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.widgets.forgetting import forget_tree
from screens.widgets.sides import BoxLayout

Tap = Callable[[Event], None]
Catalogue = Callable[[Language], Texts]


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the navigation row."""

    words: str
    event: Event
    icon: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Nav:
    """The navigation row: Home, Back, a second way, and the one primary action at the lower right."""

    home: bool = False
    back: bool = False
    second: Action | None = None
    primary: Action | None = None

    @property
    def empty(self) -> bool:
        return not (self.home or self.back or self.second or self.primary)


class Screen(BoxLayout):
    """Subclasses: `show` fills properties, the kv file draws them.

    `nav` is what the row below shall hold. `backdrop`: `paper`, `deep` (nobody is here) or `night` (technicians).
    `banner`: whether the strip about what does not work may stand above. `row`: whether the fixed row stands below.
    """

    tap: Tap = ObjectProperty(lambda event: None)
    catalogue: Catalogue = ObjectProperty(None, allownone=True)
    nav: Nav = ObjectProperty(Nav())
    backdrop: str = OptionProperty("paper", options=["paper", "deep", "night"])
    banner: bool = BooleanProperty(True)
    row: bool = BooleanProperty(True)

    def show(self, visit: Visit, texts: Texts) -> None:
        """Draw `visit.state`. Called again whenever the visit changes, at least at every tick."""
        raise NotImplementedError

    def forget(self) -> None:
        """Leave nothing of the customer in any widget."""
        forget_tree(self)
