"""Pixels that stand for hours burn in: what stands while nobody is here moves by a few pixels, one at a time.

Nobody sees it move, so there is nothing to switch off for people whom motion disturbs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

#: Seconds between two steps.
PAUSE = 60.0
#: How far it goes from where it was laid out, in pixels; every margin at an edge is wider.
REACH = 3


def places() -> list[tuple[int, int]]:
    """A closed way through all places within REACH, from where it was laid out; every step is of one pixel."""
    side = range(-REACH, REACH + 1)
    there = [(x, y if x % 2 else -y) for x in side for y in side]
    way = [*there, *reversed(there[1:-1])]
    begin = way.index((0, 0))
    return [*way[begin:], *way[:begin]]


class Drift:
    """`move` gets the place; (0, 0) as soon as somebody is here."""

    def __init__(self, move: Callable[[tuple[int, int]], None]) -> None:
        self._move = move
        self._round = places()
        self._step = 0
        self._event: Any = None

    def stand(self, stands: bool) -> None:
        """Whether what is shown may stand for hours."""
        if stands and self._event is None:
            self._event = Clock.schedule_interval(lambda _elapsed: self.step(), PAUSE)
        elif not stands and self._event is not None:
            self._event.cancel()
            self._event = None
            self._move((0, 0))

    def step(self) -> None:
        self._step = (self._step + 1) % len(self._round)
        self._move(self._round[self._step])
