"""The one home of threads. A lane is one thread with one inbox; what it owns is opened, used and closed in it.

Nothing else of the kiosk starts a thread. `ThreadLane` fulfils the port `Lane`.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger(__name__)

INBOX_LIMIT = 200


@dataclass(slots=True)
class _Job:
    owner: str
    run: Callable[[], None]


class ThreadLane:
    """Runs jobs one after another. A job that raises is a bug: `on_bug` hears of it and the lane goes on."""

    def __init__(self, name: str, on_bug: Callable[[str], None], limit: int = INBOX_LIMIT) -> None:
        self.name = name
        self._on_bug = on_bug
        self._limit = limit
        self._inbox: deque[_Job] = deque()
        self._timed: list[tuple[float, int, _Job]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Callable[[], None], *, owner: str = "") -> bool:
        with self._wake:
            if self._stopping or len(self._inbox) >= self._limit:
                return False
            self._inbox.append(_Job(owner, job))
            self._wake.notify()
            return True

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        with self._wake:
            heapq.heappush(self._timed, (time.monotonic() + seconds, next(self._order), _Job("", job)))
            self._wake.notify()

    def forget(self, owner: str) -> None:
        with self._wake:
            self._inbox = deque(job for job in self._inbox if job.owner != owner)

    def stop(
        self, last: Callable[[], None] | None = None, *, finish: bool = False, seconds: float = 5.0
    ) -> None:
        """Finishes the running job, with `finish` also those that wait, runs `last` (closing what the lane owns), and
        ends the thread."""
        with self._wake:
            self._stopping = True
            self._timed.clear()
            if not finish:
                self._inbox.clear()
            if last:
                self._inbox.append(_Job("", last))
            self._wake.notify()
        if self._thread.is_alive():  # a lane that never began opened nothing
            self._thread.join(seconds)

    def _work(self) -> None:
        while self._run_next():
            pass

    def _run_next(self) -> bool:
        """A frame of its own: a lane that waits must not hold its last job, and with it what a customer said."""
        job = self._next()
        if job is None:
            return False
        try:
            job.run()
        except Exception:  # the bug net of this thread: a lane that dies would take its device with it
            log.exception("lane %s: a job broke", self.name)
            self._on_bug(self.name)
        return True

    def _next(self) -> _Job | None:
        with self._wake:
            while True:
                self._promote_due()
                if self._inbox:
                    return self._inbox.popleft()
                if self._stopping:
                    return None
                self._wake.wait(self._pause())

    def _promote_due(self) -> None:
        while self._timed and self._timed[0][0] <= time.monotonic():
            self._inbox.append(heapq.heappop(self._timed)[2])

    def _pause(self) -> float | None:
        return max(0.0, self._timed[0][0] - time.monotonic()) if self._timed else None


class Handover:
    """Runs a call on the main thread for somebody in a lane, and waits for its result."""

    def __init__(self, main: Callable[[Callable[[], None]], None], seconds: float = 15.0) -> None:
        self._main = main
        self._seconds = seconds

    def __call__(self, call: Callable[[], Any]) -> Any:
        """The result of `call`, or what it raised. Raises TimeoutError when main does not come round to it."""
        done = threading.Event()
        answers: list[Any] = []
        faults: list[Exception] = []

        def run() -> None:
            try:
                answers.append(call())
            except Exception as fault:  # carried over to the lane that asked, not swallowed
                faults.append(fault)
            finally:
                done.set()

        self._main(run)
        if not done.wait(self._seconds):
            raise TimeoutError("the main thread did not come round to it")
        if faults:
            raise faults[0]
        return answers[0]
