"""A finger and a keyboard for the robot: real motion events and real key events into the window, frame by frame.

Knows Kivy's input; must not know HTTP, nor what is on the screen. Everything here runs on the main thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from io import BytesIO
from typing import Any

from kivy.base import EventLoop
from kivy.core.window import Keyboard
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.input.motionevent import MotionEvent
from kivy.input.provider import MotionEventProvider
from PIL import Image

#: Hands an event to the loop, as Kivy's providers do: ("begin" or "end", event).
Dispatch = Callable[[str, MotionEvent], None]


class RobotTouch(MotionEvent):
    """One finger at (sx, sy), both from 0 to 1 of the window."""

    def __init__(self, number: int, place: tuple[float, float]) -> None:
        super().__init__("robot", number, place, is_touch=True, type_id="touch")

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        self.profile = ("pos",)
        super().depack(args)


class Finger(MotionEventProvider):
    """Touches down in one frame and lifts in the next: a widget sees what it sees from a panel."""

    def __init__(self) -> None:
        super().__init__("robot", "")
        self._touches: deque[RobotTouch] = deque()
        self._down: RobotTouch | None = None
        self._count = 0

    def tap(self, x: float, y: float) -> None:
        """Queue a tap at window pixels (x, y), y from the bottom."""
        window = EventLoop.window
        self._count += 1
        self._touches.append(
            RobotTouch(self._count, (x / max(window.width - 1, 1), y / max(window.height - 1, 1)))
        )

    @property
    def busy(self) -> bool:
        return bool(self._touches) or self._down is not None

    def update(self, dispatch_fn: Dispatch) -> None:
        if self._down is not None:
            lifted, self._down = self._down, None
            lifted.update_time_end()
            dispatch_fn("end", lifted)
        elif self._touches:
            self._down = self._touches.popleft()
            dispatch_fn("begin", self._down)


def put_in_place(finger: Finger) -> None:
    """From now on the event loop asks `finger` in every frame."""
    EventLoop.add_input_provider(finger)


def take_away(finger: Finger) -> None:
    EventLoop.remove_input_provider(finger)


def press(key: str) -> None:
    """A key by Kivy's name (`enter`, `tab`, `a`, `f1`), down and up, in the order of Kivy's own window.

    Raises KeyError for a name that is no key.
    """
    window: Any = EventLoop.window
    code = Keyboard.keycodes[key]
    letter = key if len(key) == 1 else None
    if not window.dispatch("on_key_down", code, code, letter, []):
        window.dispatch("on_keyboard", code, code, letter, [])
    if letter is not None:
        window.dispatch("on_textinput", letter)
    window.dispatch("on_key_up", code, code)


def picture() -> bytes:
    """The window as PNG. It is drawn anew: after a flip nobody knows what is in the back buffer."""
    window: Any = EventLoop.window
    window.on_draw()
    width, height = (int(side) for side in window.system_size)
    pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    image = Image.frombytes("RGB", (width, height), pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
