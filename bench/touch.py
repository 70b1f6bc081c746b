"""Touch to changed pixels, after the swap, inside one window: our screens against one plain button that fills it.

A touch goes through Kivy's input as a panel's does; time runs from the turn of the loop that takes it in to the end
of the swap (`glFinish`) of the first picture in which the watched place looks different, and of the last one in
which it still changes. Kivy's `on_flip` fires before the swap, so `Window.flip` itself is wrapped. The wait for the
next frame (up to 17 ms at 60 frames a second) is the same for everybody and left out: the loop runs unthrottled.

Import this only after `screens.window.prepare` and with `maxfps` 0.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kivy.base import EventLoop, stopTouchApp
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glFinish, glReadPixels
from kivy.input.provider import MotionEventProvider
from kivy.uix.button import Button
from kivy.uix.widget import Widget

from bench.report import Measure, middle, spread
from kiosk.domain.language import Language
from kiosk.domain.states import PinWanted
from kiosk.domain.visit import Visit
from kiosk.services.controller import Controller
from kiosk.texts import Texts
from screens.accessibility import find
from screens.app import KioskWindow
from screens.robot_touch import Dispatch, RobotTouch
from tests.screens.visits import visits

ROUNDS = 9
SETTLING = 8  # turns of the loop after which nothing of a tap is left to be drawn
ECHO, CHANGE, HOME = "under 100 ms on a panel", "under 150 ms on a panel", "under 300 ms on a panel"
COLOURS = ((0.8, 0.2, 0.2, 1), (0.2, 0.2, 0.8, 1))

Place = tuple[int, int, int, int]  # x, y, width, height in window pixels, y from the bottom


@dataclass(frozen=True, slots=True)
class Tap:
    """Seconds: finger down to a changed look of what is touched; finger up to the first and the last change."""

    echo: float
    first: float
    last: float


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
        _turn(SETTLING)
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
        _turn(SETTLING)
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
        self._button = Button(size=Window.size, background_color=COLOURS[0])
        self._button.bind(on_release=lambda button: setattr(button, "background_color", _other(button)))

    def close(self) -> None:
        self._eye.close()
        EventLoop.remove_input_provider(self._hand)
        self._app.stop()
        stopTouchApp()

    # --- the scenes ---------------------------------------------------------------------------

    def reference(self) -> Tap:
        """Nothing but one button that fills the window and changes its colour: what any full picture costs."""
        Window.remove_widget(self._app.root)
        Window.add_widget(self._button)
        try:
            return self._tap(self._button, (400, 900, 300, 150))
        finally:
            Window.remove_widget(self._button)
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

    def home(self) -> Tap:
        """From the resting screen to six tiles; a whole screen is built."""
        self._show(self._visits["attract"])
        root = self._app.root
        assert root is not None
        wide = (0, int(root.height * 0.4), int(root.width), int(root.height * 0.3))
        return self._tap(root, wide)

    # --- tools --------------------------------------------------------------------------------

    def _show(self, visit: Visit) -> None:
        """As another visit, so that nothing measured for the last one is still there."""
        self._turns += 1
        visit = replace(visit, id=f"bench.{self._turns}")
        self._controller = Controller(visit, lambda _visit, _effect: None, self._app.show)
        self._app.show(visit)

    def _tap(self, widget: Widget, result: Place) -> Tap:
        _turn(SETTLING)
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
        _turn(SETTLING)
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
    scenes = {"digit": bench.digit, "bill": bench.toggle, "home": bench.home, "reference": bench.reference}
    try:
        found: dict[str, list[Tap]] = {name: [] for name in scenes}
        for _ in range(ROUNDS):
            for name, scene in scenes.items():
                found[name].append(scene())
    finally:
        bench.close()
    button = found.pop("reference")
    echoes, changes = [tap.echo for tap in button], [tap.first for tap in button]
    return [
        _measure("press echo of a key", [tap.echo for tap in found["digit"]], echoes, ECHO),
        _measure("press echo of a bill", [tap.echo for tap in found["bill"]], echoes, ECHO),
        _measure("touch to a digit in the field", [tap.first for tap in found["digit"]], changes, CHANGE),
        _measure(
            "touch to the new sum of the chosen bills", [tap.first for tap in found["bill"]], changes, CHANGE
        ),
        _measure("touch to the first picture of home", [tap.first for tap in found["home"]], changes, HOME),
        _measure("touch to the last change of home", [tap.last for tap in found["home"]], changes, HOME),
    ]


def _measure(name: str, ours: list[float], reference: list[float], goal: str) -> Measure:
    milliseconds = [seconds * 1000 for seconds in ours]
    limit = middle(reference) * 1000
    ratio = middle(milliseconds) / limit
    return Measure(name, "ms", middle(milliseconds), limit, ratio, goal, {}, spread(milliseconds))


def _place(widget: Widget) -> Place:
    x, y = widget.to_window(*widget.pos)
    return int(x), int(y), int(widget.width), int(widget.height)


def _other(button: Any) -> tuple[float, ...]:
    return COLOURS[1] if tuple(button.background_color) == COLOURS[0] else COLOURS[0]


def _turn(count: int) -> None:
    for _ in range(count):
        EventLoop.idle()
