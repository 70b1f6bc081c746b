"""What Python keeps of a visit that is over, without anything referring to it: cycles, which only its collector ends.

Widgets, faults with their frames and answered questions lie in such cycles, and strings of the customer in them. The
collector holds the main thread for as long as it works, and left to itself it comes while a screen is built, under the
customer's finger. So it is left to itself no longer: it comes behind a new screen, and while nobody is here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.domain.flow.touch import is_committing
from kiosk.domain.visit import Visit, is_at_rest

#: Work that goes on behind a visit (the courier, the watch) leaves cycles too.
EVERY = timedelta(minutes=1)
#: What ends in one sweep may free more: a widget's end unbinds what its rules had bound.
SWEEPS = 3
#: Objects made since the last sweep and still there: a screen. Behind so many it comes in a visit too, as soon as what
#: the last touch brought has been drawn: nobody touches what they have not read yet. Screen by screen it holds the thread
#: for some frames; for all of a visit at once it would be a blink, and where the next customer comes.
PILE, QUIET = 15_000, timedelta(milliseconds=100)
#: So many do not wait for a finger to rest: memory would run out in the end.
MOUNTAIN = 1_000_000


def take_over() -> None:
    """Once, when the first picture stands: what is there by now stays and need not be looked through again, and the
    collector comes by our order alone."""
    gc.freeze()
    gc.disable()


def made() -> int:
    """How many objects that can lie in cycles were made since the last sweep, less those that have gone."""
    return gc.get_count()[0]


class Sweeper:
    """`collect` is the collector's own, and says how many objects it found; `made`: how many there may be to find."""

    def __init__(self, collect: Callable[[], int] = gc.collect, made: Callable[[], int] = made) -> None:
        self._collect = collect
        self._made = made
        self._swept = ""
        self._left = 0
        self._at: datetime | None = None

    def tick(self, visit: Visit) -> None:
        """Main thread. At once behind each visit until nothing more is found, and every minute while nobody is here;
        in a visit only behind a pile, and not while money is in progress: the terminal waits for our answers."""
        if not is_at_rest(visit):
            if self._is_piled(visit):
                self._collect()
            return
        if self._is_due(visit):
            self._left = SWEEPS
            self._swept, self._at = visit.id, visit.now
        if self._left:
            self._left = self._left - 1 if self._collect() else 0

    def _is_due(self, visit: Visit) -> bool:
        # A clock that was set back must not stop it.
        return self._swept != visit.id or self._at is None or abs(visit.now - self._at) >= EVERY

    def _is_piled(self, visit: Visit) -> bool:
        pile = self._made()
        touched = visit.touched_at
        quiet = touched is not None and visit.now - touched >= QUIET and not is_committing(visit)
        return pile >= MOUNTAIN or (quiet and pile >= PILE)
