"""Touch to changed pixels, after the swap, inside one window: our screens against a fixed scene of as many pixels.

The scene (`bench/scene/`) is pictures of two of our screens, each one rectangle that fills the window: the least that
Kivy can do to show such pixels, and another such picture on a touch. Beside it, a plain button that fills the window.
As on the panel, Python's collector comes between visits, by order.

A touch goes through Kivy's input as a panel's does; time runs from the turn of the loop that takes it in to the end
of the swap (`glFinish`) of the first picture in which the watched place looks different, and of the last one in
which it still changes. Kivy's `on_flip` fires before the swap, so `Window.flip` itself is wrapped. The wait for the
next frame (up to 17 ms at 60 frames a second) is the same for everybody and left out: the loop runs unthrottled.

Import this only after `screens.window.prepare` and with `maxfps` 0.
"""

from __future__ import annotations

import gc
import hashlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kivy.base import EventLoop, stopTouchApp
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glFinish, glReadPixels
from kivy.input.provider import MotionEventProvider
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.button import Button
from kivy.uix.image import Image
from kivy.uix.widget import Widget

from bench.report import Measure, middle, spread
from kiosk.domain.language import Language
from kiosk.domain.states import PinWanted
from kiosk.domain.visit import Visit
from kiosk.services.controller import Controller
from kiosk.services.sweeper import take_over
from kiosk.texts import Texts
from screens.accessibility import find
from screens.app import KioskWindow
from screens.robot_touch import Dispatch, RobotTouch
from tests.screens.visits import visits

ROUNDS = 9
SETTLING = 8  # turns of the loop after which nothing of a tap is left to be drawn
HELD = 0.06  # seconds: Kivy holds a button down for 0.035 at least, however quick the turns are
ECHO, CHANGE, HOME = (f"1.15; under {most} ms on a panel" for most in (100, 150, 300))
PICTURES = tuple(Path(__file__).parent / "scene" / name for name in ("attract.png", "home.png"))
COLOURS = ((0.8, 0.2, 0.2, 1), (0.2, 0.2, 0.8, 1))

Place = tuple[int, int, int, int]  # x, y, width, height in window pixels, y from the bottom


@dataclass(frozen=True, slots=True)
class Tap:
    """Seconds: finger down to a changed look of what is touched; finger up to the first and the last change."""

    echo: float
    first: float
    last: float


class Scene(ButtonBehavior, Image):
    """The first picture, and the second while a finger is on it."""

    def __init__(self) -> None:
        super().__init__(size=Window.size, fit_mode="fill")
        self._textures = [Image(source=str(picture)).texture for picture in PICTURES]
        self.texture = self._textures[0]

    def on_state(self, _scene: object, state: str) -> None:
        self.texture = self._textures[state == "down"]

    @staticmethod
    def told() -> str:
        """Which files."""
        hashes = (hashlib.sha256(picture.read_bytes()).hexdigest()[:12] for picture in PICTURES)
        return ", ".join(f"{picture.name} {found}" for picture, found in zip(PICTURES, hashes, strict=True))


class Hand(MotionEventProvider):
    """Hands over what was put into it when the loop asks, like a panel's driver."""

    def __init__(self) -> None:
        super().__init__("bench", "")
        self._moves: deque[tuple[str, RobotTouch]] = deque()

    def put(self, kind: str, touch: RobotTouch) -> None:
        self._moves.append((kind, touch))

    def update(self, dispatch_fn: Dispatch) -> None:
        while self._moves:
            dispatch_fn(*self._moves.popleft())


class Eye:
    """Looks at one place of every picture, and at the clock when that picture's swap is through."""

    def __init__(self) -> None:
        self._place: Place = (0, 0, 1, 1)
        self._seen: list[tuple[float, bytes]] = []
        self._swap = Window.flip
        Window.flip = self._flip

    def close(self) -> None:
        Window.flip = self._swap

    def changes(self, place: Place, act: Callable[[], None]) -> tuple[float, float]:
        """Seconds from `act` to the first and to the last change at `place`. Raises LookupError without any."""
        before = self._look(place)
        began = time.perf_counter()
        act()
        _settle()
        times = []
        for at, pixels in self._seen:
            if pixels != before:
                times.append(at - began)
            before = pixels
        if not times:
            raise LookupError("nothing changed where something should")
        return times[0], times[-1]

    def _look(self, place: Place) -> bytes:
        """What stands there now; everything drawn before is through."""
        _settle()
        self._place = place
        self._seen.clear()
        Window.canvas.ask_update()
        _turn(1)
        pixels = self._seen[-1][1]
        self._seen.clear()
        return pixels

    def _flip(self) -> None:
        pixels = bytes(glReadPixels(*self._place, GL_RGB, GL_UNSIGNED_BYTE))
        self._swap()
        glFinish()
        self._seen.append((time.perf_counter(), pixels))


class Bench:
    """The kiosk's window with the real controller behind it; effects go nowhere."""

    def __init__(self, texts: Callable[[Language], Texts]) -> None:
        self._visits = visits(Language.ZH_HANT)
        self._app = KioskWindow(lambda event: self._controller.tap(event), texts)
        self._turns = 0
        self._show(self._visits["attract"])
        self._app._run_prepare()  # the window and its loop, without running it
        self._hand, self._eye = Hand(), Eye()
        EventLoop.add_input_provider(self._hand)
        self._scene = Scene()
        self._button = Button(size=Window.size, background_color=COLOURS[0])
        self._button.bind(on_release=lambda button: setattr(button, "background_color", _other(button)))

    def close(self) -> None:
        self._eye.close()
        EventLoop.remove_input_provider(self._hand)
        self._app.stop()
        stopTouchApp()

    # --- the scenes ---------------------------------------------------------------------------

    def scene(self) -> Tap:
        """A picture for a picture."""
        return self._alone(self._scene)

    def button(self) -> Tap:
        """Nothing but one button that fills the window and changes its colour."""
        return self._alone(self._button)

    def _alone(self, widget: Widget) -> Tap:
        Window.remove_widget(self._app.root)
        Window.add_widget(widget)
        try:
            return self._tap(widget, (400, 900, 300, 150))
        finally:
            Window.remove_widget(widget)
            Window.add_widget(self._app.root)

    def digit(self) -> Tap:
        """A digit of the PIN: one more dot in the field."""
        pin = self._visits["pin"]
        assert isinstance(pin.state, PinWanted)
        self._show(replace(pin, state=replace(pin.state, digits="482")))
        return self._tap(self._tagged("keypad.5"), _place(self._typed("Field")))

    def toggle(self) -> Tap:
        """A bill chosen or not: its tick, and the sum."""
        self._show(self._visits["bills"])
        return self._tap(self._tagged("bill.W1"), _place(self._typed("Sum")))

    def leaf(self) -> Tap:
        """The next leaf of a long list: lists are turned here, nothing scrolls."""
        self._show(self._visits["bills.many"])
        root = self._app.root
        assert root is not None
        wide = (0, int(root.height * 0.45), int(root.width), int(root.height * 0.25))
        return self._tap(self._tagged("pager.next"), wide)

    def home(self) -> Tap:
        """From the resting screen, which has stood for a tick as it nearly always has, to six tiles."""
        self._show(self._visits["attract"])
        self._app.show(self._controller.visit)
        _settle()
        root = self._app.root
        assert root is not None
        wide = (0, int(root.height * 0.4), int(root.width), int(root.height * 0.3))
        return self._tap(root, wide)

    # --- tools --------------------------------------------------------------------------------

    def _show(self, visit: Visit) -> None:
        """As another visit, so that nothing measured for the last one is still there."""
        gc.collect()
        self._turns += 1
        visit = replace(visit, id=f"bench.{self._turns}")
        self._controller = Controller(visit, lambda _visit, _effect: None, self._app.show)
        self._app.show(visit)

    def _tap(self, widget: Widget, result: Place) -> Tap:
        _settle()
        centre = widget.to_window(*widget.center)
        touch = RobotTouch(self._turns, (centre[0] / (Window.width - 1), centre[1] / (Window.height - 1)))
        echo = self._echo(widget, touch)
        first, last = self._eye.changes(result, lambda: self._lift(touch))
        return Tap(echo, first, last)

    def _echo(self, widget: Widget, touch: RobotTouch) -> float:
        if widget is self._app.root:  # the resting screen is one large button without a look of its own
            self._hand.put("begin", touch)
            _turn(1)
            return 0.0
        x, y, width, height = _place(widget)
        seen = (x, y, min(width, 300), min(height, 150))
        return self._eye.changes(seen, lambda: self._hand.put("begin", touch))[0]

    def _lift(self, touch: RobotTouch) -> None:
        touch.update_time_end()
        self._hand.put("end", touch)

    def _tagged(self, tag: str) -> Widget:
        _settle()
        widget = find(self._app.root, tag)
        if widget is None:
            raise LookupError(f"{tag} is not on the screen")
        return widget

    def _typed(self, name: str) -> Widget:
        root = self._app.root
        assert root is not None
        return next(widget for widget in root.walk() if type(widget).__name__ == name)


def measures(texts: Callable[[Language], Texts]) -> list[Measure]:
    """Opens the window, measures, closes it."""
    bench = Bench(texts)
    take_over()
    ours = {"digit": bench.digit, "bill": bench.toggle, "leaf": bench.leaf, "home": bench.home}
    scenes = {**ours, "scene": bench.scene, "button": bench.button}
    try:
        found: dict[str, list[Tap]] = {name: [] for name in scenes}
        for _ in range(ROUNDS):
            for name, scene in scenes.items():
                found[name].append(scene())
    finally:
        bench.close()
    rows = (
        ("press echo of a key", "digit", "echo", ECHO),
        ("press echo of a bill", "bill", "echo", ECHO),
        ("touch to a digit in the field", "digit", "first", CHANGE),
        ("touch to the new sum of the chosen bills", "bill", "first", CHANGE),
        ("touch to the next leaf of a list", "leaf", "first", CHANGE),
        ("touch to the first picture of home", "home", "first", HOME),
        ("touch to the last change of home", "home", "last", HOME),
    )
    return [_measure(name, found, scene, moment, goal) for name, scene, moment, goal in rows]


def _measure(name: str, found: dict[str, list[Tap]], scene: str, moment: str, goal: str) -> Measure:
    """`moment` of our scene beside the same of the fixed one; its last change is its first."""
    alone = "first" if moment == "last" else moment

    def times(of: str, which: str) -> list[float]:
        return [1000 * getattr(tap, which) for tap in found[of]]

    ours, limit = times(scene, moment), middle(times("scene", alone))
    peers = {"a plain button": middle(times("button", alone))}
    return Measure(
        name, "ms", middle(ours), limit, middle(ours) / limit, goal, peers, f"{spread(ours)}; {Scene.told()}"
    )


def _place(widget: Widget) -> Place:
    x, y = widget.to_window(*widget.pos)
    return int(x), int(y), int(widget.width), int(widget.height)


def _other(button: Any) -> tuple[float, ...]:
    return COLOURS[1] if tuple(button.background_color) == COLOURS[0] else COLOURS[0]


def _settle() -> None:
    until = time.perf_counter() + HELD
    _turn(SETTLING)
    while time.perf_counter() < until:
        _turn(1)


def _turn(count: int) -> None:
    for _ in range(count):
        EventLoop.idle()
