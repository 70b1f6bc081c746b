"""How the window waits for its next frame: until it is due, or until a finger comes.

Kivy sleeps through a whole frame, and what came meanwhile it takes in behind the next one: at 60 frames a second a touch
waits 25 ms on average before anybody looks at it, and more often would cost an idle panel its rest. X11's connection says
when something has come. Knows Kivy's clock (2.3.1); must not know what came.
"""

from __future__ import annotations

import ctypes
import select
from collections import deque
from math import inf
from typing import Any

from kivy.clock import Clock

#: Seconds between two frames at least, however much comes, on average over so many: these may follow each other at once,
#: since a finger is taken in behind one and answered in the next.
LEAST, AT_ONCE = 0.004, 3


class Pace:
    """Of `window`, whose input can be waited for at the file descriptor `connection`."""

    def __init__(self, window: Any, connection: int, clock: Any = Clock) -> None:
        self._clock = clock
        self._connection = connection
        self._came = False
        self._frames: deque[float] = deque([-inf] * AT_ONCE, AT_ONCE)
        window.bind(on_mouse_down=self._input, on_mouse_move=self._input, on_mouse_up=self._input)

    def begin(self) -> None:
        self._clock.idle = self.wait

    def wait(self) -> float:
        """Instead of the clock's own: the time of the frame, in its seconds. 0 frames a second are as many as can be."""
        clock = self._clock
        if clock._max_fps:
            self._sleep(clock._last_tick)
        self._came = False
        now: float = clock.time()
        clock._dt, clock._last_tick = now - clock._last_tick, now
        self._frames.append(now)
        return now

    def _sleep(self, last: float) -> None:
        """What comes while it sleeps is taken in behind this frame and answered in the next, which does not wait."""
        time = self._clock.time
        due = last + 1 / self._clock._max_fps
        if not self._came and (left := due - time()) > 0:
            select.select([self._connection], [], [], left)
        if (left := self._frames[0] + AT_ONCE * LEAST - time()) > 0:
            select.select([], [], [], left)

    def _input(self, *_: object) -> None:
        self._came = True


def connection_of(window: Any) -> int | None:
    """The descriptor of X11's connection; None: the window is not X11's."""
    shown = window.get_window_info()
    if type(shown).__name__ != "WindowInfoX11":
        return None
    try:
        ask = ctypes.CDLL("libX11.so.6").XConnectionNumber
    except OSError:
        return None
    ask.argtypes = [ctypes.c_void_p]
    return int(ask(shown.display))
