"""The one way back to the main thread: whatever a lane posts is handed over between two frames.

Knows Kivy's clock; must not know what is posted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from kivy.clock import Clock

Item = TypeVar("Item")


class MainLoop(Generic[Item]):
    """`receive` is called on the main thread with every posted item, in order."""

    def __init__(self, receive: Callable[[Item], None]) -> None:
        self._receive = receive
        self._waiting: deque[Item] = deque()
        self._wake = Clock.create_trigger(self._drain)

    def post(self, item: Item) -> None:
        """Safe from any thread."""
        self._waiting.append(item)
        self._wake()

    def every(self, seconds: float, tick: Callable[[], None]) -> Callable[[], None]:
        """Call `tick` on the main thread again and again; the answer ends that."""
        event = Clock.schedule_interval(lambda _elapsed: tick(), seconds)
        return lambda: Clock.unschedule(event)

    def after(self, seconds: float, act: Callable[[], None]) -> Callable[[], None]:
        """Call `act` once on the main thread; the answer calls it off."""
        event = Clock.schedule_once(lambda _elapsed: act(), seconds)
        return lambda: Clock.unschedule(event)

    def _drain(self, _elapsed: float) -> None:
        # Only what stood here at the start: a flood must leave time for a frame.
        for _ in range(len(self._waiting)):
            try:
                self._receive(self._waiting.popleft())
            except BaseException:
                self._wake_for_rest()
                raise
        self._wake_for_rest()

    def _wake_for_rest(self) -> None:
        if self._waiting:
            Clock.schedule_once(self._drain, 0)
