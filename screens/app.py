"""The window of the kiosk: shows a visit, sends taps. `screens.window.prepare` comes before this is imported.

Knows Kivy's App; must not know what a tap leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kivy.app import App
from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.domain import events
from kiosk.domain.events import Event
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences
from kiosk.domain.scene import Scene
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import theme
from screens.accessibility import find, snapshot
from screens.base import Tap
from screens.chrome import Frame
from screens.focus import press
from screens.navigator import Navigator
from screens.pace import Pace, connection_of
from screens.sheet import Area, sheet


class KioskWindow(App):
    """`tap` gets every event of the customer's finger. `ready` is called after the first picture stands.
    `changes_only`: without a graphics card what has not changed is not drawn again. `motion`: signs may turn.

    There is no `build_config` here, on purpose: with one, Kivy would take kiosk.ini for its own settings.
    """

    title = "Kiosk"
    root: Frame | None
    use_kivy_settings = False

    def __init__(
        self,
        tap: Tap,
        texts: Callable[[Language], Texts],
        ready: Callable[[], None] = lambda: None,
        area: Area = sheet.area,
        *,
        changes_only: bool = True,
        motion: bool = True,
    ) -> None:
        super().__init__()
        self._changes_only = changes_only
        sheet.area, sheet.still = area, not motion
        self._tap = tap
        self._texts = texts
        self._ready = ready
        self._navigator: Navigator | None = None
        self._visit: Visit | None = None

    def build(self) -> Frame:
        from kivy.core.window import Window  # opens the window

        sheet.fit(*Window.size)
        theme.load_fonts()
        theme.load_looks()
        Window.bind(on_keyboard=_swallow)
        self._navigator = Navigator(_grounded(Frame()), self._tapped, self._texts, self._refit)
        if self._visit is not None:
            self._navigator.show(self._visit)
        return self._navigator.frame

    def on_start(self) -> None:
        from kivy.core.window import Window

        Window.bind(on_flip=self._first_picture)

    def show(self, visit: Visit) -> None:
        """Draw it, now or as soon as there is a window. On the main thread only."""
        self._visit = visit
        if self._navigator is not None:
            self._navigator.show(visit)

    def press(self, key: NavKey) -> None:
        """A key of the keypad, on the main thread only. What it begins or wakes uses it up; else it moves and chooses."""
        if self._navigator is None:
            return
        before = self._navigator.frame.front
        self._tapped(events.KeyPressed(key))
        frame = self._navigator.frame
        if frame.front is before:
            frame.press(key)
        else:
            frame.begin(key)

    def scene(self) -> Scene | None:
        """What the panel tells of itself now; None: there is no window yet."""
        return Scene.of(snapshot(self._navigator.frame)) if self._navigator else None

    def tree(self) -> dict[str, Any] | None:
        """What a screen reader from outside is told: the snapshot, and its language. None: there is no window yet."""
        if self._navigator is None or self._visit is None:
            return None
        return {**snapshot(self._navigator.frame), "language": self._visit.language.value}

    def press_at(self, screen: str, front: str, tag: str) -> None:
        """As a finger would that lifts on `tag`; nothing where the panel shows something else than who asks believes."""
        widget = self._there(screen, front, tag)
        if widget is not None:
            press(widget)

    def focus_at(self, screen: str, front: str, tag: str) -> None:
        """As keys would that go there."""
        widget = self._there(screen, front, tag)
        if widget is not None and self._navigator is not None:
            self._navigator.frame.go_to(widget)

    def _there(self, screen: str, front: str, tag: str) -> Widget | None:
        frame = self._navigator.frame if self._navigator else None
        if frame is None or (frame.screen_name, type(frame.front).__name__) != (screen, front):
            return None
        widget = find(frame, tag)
        return widget if getattr(widget, "tag", "") == tag else None

    def open_settings(self, *_: Any) -> bool:
        """F1 opens nothing."""
        return False

    def _refit(self, preferences: Preferences) -> Frame:
        """A frame drawn to another measure, in place of the one that stood there."""
        from kivy.core.window import Window

        width, height = Window.size
        sheet.fit(width, height, preferences)
        if self._navigator is not None:
            self._navigator.frame.unbind(paper=_clear)  # it lives on for a while, and follows the palette too
        frame = _grounded(Frame())
        if self.root is not None:  # not while the first one is being built
            Window.remove_widget(self.root)
            Window.add_widget(frame)
            self.root = frame
        return frame

    def _tapped(self, event: Event) -> None:
        self._tap(event)

    def _first_picture(self, window: Any) -> None:
        window.unbind(on_flip=self._first_picture)
        # The first layout is done one turn later. Before all else: whatever breaks below, the machine begins.
        Clock.schedule_once(lambda _elapsed: self._ready(), 0)
        if self._changes_only:
            from screens.painter import Painter  # after the window: it asks OpenGL

            self._painter = Painter(window)
            self._painter.begin_where_it_helps()
        connection = connection_of(window)
        if connection is not None:
            Pace(window, connection).begin()


def _grounded(frame: Frame) -> Frame:
    """The window clears itself in the colour of the frame that stands in it."""
    _clear(frame, frame.paper)
    frame.bind(paper=_clear)
    return frame


def _clear(_frame: Frame, paper: Sequence[float]) -> None:
    from kivy.core.window import Window

    Window.clearcolor = paper


def _swallow(*_: Any) -> bool:
    """No key of a plugged-in keyboard leads anywhere."""
    return True
