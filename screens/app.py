"""The window of the kiosk: shows a visit, sends taps. `screens.window.prepare` comes before this is imported.

Knows Kivy's App; must not know what a tap leads to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.app import App
from kivy.clock import Clock

from kiosk.domain.events import Event
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import theme
from screens.base import Tap
from screens.chrome import Frame
from screens.navigator import Navigator


class KioskWindow(App):
    """`tap` gets every event of the customer's finger. `ready` is called after the first picture stands.

    There is no `build_config` here, on purpose: with one, Kivy would take kiosk.ini for its own settings.
    """

    title = "Kiosk"
    use_kivy_settings = False

    def __init__(
        self,
        tap: Tap,
        texts: Callable[[Language], Texts],
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._tap = tap
        self._texts = texts
        self._ready = ready
        self._navigator: Navigator | None = None
        self._visit: Visit | None = None

    def build(self) -> Frame:
        from kivy.core.window import Window  # opens the window

        theme.fit(*Window.size)
        theme.load_fonts()
        theme.load_looks()
        Window.bind(on_keyboard=_swallow)
        frame = Frame()
        self._navigator = Navigator(frame, self._tapped, self._texts)
        if self._visit is not None:
            self._navigator.show(self._visit)
        return frame

    def on_start(self) -> None:
        from kivy.core.window import Window

        Window.bind(on_flip=self._first_picture)

    def show(self, visit: Visit) -> None:
        """Draw it, now or as soon as there is a window. On the main thread only."""
        self._visit = visit
        if self._navigator is not None:
            self._navigator.show(visit)

    def open_settings(self, *_: Any) -> bool:
        """F1 opens nothing."""
        return False

    def _tapped(self, event: Event) -> None:
        self._tap(event)

    def _first_picture(self, window: Any) -> None:
        window.unbind(on_flip=self._first_picture)
        Clock.schedule_once(lambda _elapsed: self._ready(), 0)  # the first layout is done one turn later


def _swallow(*_: Any) -> bool:
    """No key of a plugged-in keyboard leads anywhere."""
    return True
