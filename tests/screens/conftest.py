"""A window to test in: the real app, real frames, real touches; no mock of Kivy anywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.events import Event
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.texts import Texts, load_texts
from screens.window import prepare

ROOT = Path(__file__).resolve().parents[2]

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
prepare(fullscreen=False, home=Path(os.environ["KIVY_HOME"]))

from kivy.config import Config  # noqa: E402  (after the switches are set)

Config.set("graphics", "borderless", "1")
Config.set("graphics", "maxfps", "0")


class Pilot:
    """Shows visits, taps widgets, and keeps what the taps sent."""

    def __init__(self, app: Any, sent: list[Event], texts: dict[Language, Texts]) -> None:
        self.app = app
        self.sent = sent
        self.texts = texts

    @property
    def root(self) -> Any:
        return self.app.root

    def show(self, visit: Visit) -> None:
        self.app.show(visit)
        self.frames(3)

    def frames(self, count: int = 1) -> None:
        """Turns of the event loop with all there is to a frame, but for the drawing of it."""
        from kivy.base import EventLoop

        for _ in range(count):
            EventLoop.idle()

    def find(self, wanted: str) -> Any:
        from screens.accessibility import find

        widget = find(self.root, wanted)
        assert widget is not None, f"nothing visible is called {wanted}"
        return widget

    def tap(self, wanted: str) -> None:
        self.touch(*self.centre(wanted))

    def centre(self, wanted: str) -> tuple[float, float]:
        widget = self.find(wanted)
        x, y = widget.to_window(*widget.center)
        return x, y

    def touch(self, x: float, y: float, until: tuple[float, float] | None = None) -> None:
        """Down at (x, y), up there or at `until`."""
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(x, y)
        touch.touch_down()
        self.frames(1)
        if until is not None:
            touch.touch_move(*until)
            self.frames(1)
        touch.touch_up()
        self.frames(2)

    def tree(self) -> list[dict[str, Any]]:
        from screens.accessibility import snapshot

        nodes: list[dict[str, Any]] = snapshot(self.root)["children"]
        return nodes


@pytest.fixture(scope="session")
def catalogue() -> dict[Language, Texts]:
    return load_texts(ROOT / "assets" / "locale")


@pytest.fixture(scope="session")
def everlasting(catalogue: dict[Language, Texts]) -> Iterator[Pilot]:
    """One window for all tests: opening it takes longer than most of them.

    Without a graphics card a drawn frame takes six times as long as everything else in it, so it draws only what a test
    takes a picture of (`screens.robot_touch.picture` draws by itself).
    """
    from kivy.base import stopTouchApp
    from kivy.core.window import Window

    from screens import drift
    from screens.app import KioskWindow

    drift.PAUSE = float("inf")  # nothing moves by the machine's clock: a test takes as long as it takes
    sent: list[Event] = []
    get: Callable[[Language], Texts] = catalogue.__getitem__
    app = KioskWindow(tap=sent.append, texts=get)
    app._run_prepare()  # build, window, on_start; without the endless loop (Kivy 2.3.1)
    Window.bind(on_draw=_not_now, on_flip=_not_now)
    yield Pilot(app, sent, catalogue)
    Window.unbind(on_draw=_not_now, on_flip=_not_now)
    app.stop()
    stopTouchApp()


def _not_now(_window: Any) -> bool:
    """Used up: what the window would do itself comes last."""
    return True


@pytest.fixture
def pilot(everlasting: Pilot) -> Pilot:
    """The window as after a visit: nothing on it, nothing sent."""
    everlasting.root.forget()
    everlasting.sent.clear()
    return everlasting
