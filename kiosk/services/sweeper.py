"""What Python keeps of a visit that is over, without anything referring to it: cycles, which only its collector ends.

Widgets, faults with their frames and answered questions lie in such cycles, and strings of the customer in them. While
nobody is here is also when the collector disturbs nobody: it holds the main thread for as long as it works.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.domain.visit import Visit, is_at_rest

#: Work that goes on behind a visit (the courier, the watch) leaves cycles too.
EVERY = timedelta(minutes=1)


class Sweeper:
    """`collect` is the collector's own."""

    def __init__(self, collect: Callable[[], object] = gc.collect) -> None:
        self._collect = collect
        self._swept = ""
        self._at: datetime | None = None

    def tick(self, visit: Visit) -> None:
        """Main thread. At once behind each visit, and every minute while nobody is here."""
        if not is_at_rest(visit) or not self._is_due(visit):
            return
        self._collect()
        self._swept, self._at = visit.id, visit.now

    def _is_due(self, visit: Visit) -> bool:
        # A clock that was set back must not stop it.
        return self._swept != visit.id or self._at is None or abs(visit.now - self._at) >= EVERY
