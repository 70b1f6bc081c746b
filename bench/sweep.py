"""Python's collector on the main thread: while somebody is here, and behind the visit. Its own way, and ours.

Fourteen visits at a real window, over the real store, whose customers look at each screen for some seconds, as people do:
with the collector left to itself, then sent by the sweeper alone.
The time is the processor's of the main thread, for each time that it came. "Behind a visit" the sweeper comes in either.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.report import Measure, publish, spread
from kiosk.domain.visit import is_at_rest
from kiosk.services.sweeper import take_over
from tests.soak import visits
from tests.soak.stay import window

WARM, ROUNDS = 1, 2
READING = 3  # seconds, by the stepped clock


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each time the collector came. `visits`: how many were played."""

    served: list[float] = field(default_factory=list)
    resting: list[float] = field(default_factory=list)
    visits: int = ROUNDS * len(visits.JOURNEYS)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        app, frames = window(Path(name))
        frames(3)
        take_over()
        stay = visits.Stay(Path(name), app, frames)
        stay.kiosk.seconds, stay.kiosk.look = READING, stay.sweeper.tick
        for _ in range(WARM):
            stay.round()
        gc.enable()
        own = _timed(stay)
        gc.disable()
        ours = _timed(stay)
        stay.close()
    publish(
        "sweep",
        [
            _longest(
                "the collector while somebody is here, longest turn", ours.served, own.served, "under 50 ms"
            ),
            _sum("the same, a visit", ours.served, own.served, ours.visits),
            _longest("the collector behind a visit, longest turn", ours.resting, own.resting, "under 50 ms"),
            _sum("the same, a visit", ours.resting, own.resting, ours.visits),
        ],
    )


def _timed(stay: visits.Stay) -> Times:
    times = Times()
    with _heard(stay, times):
        for _ in range(ROUNDS):
            stay.round()
    return times


@contextmanager
def _heard(stay: visits.Stay, times: Times) -> Iterator[None]:
    began = 0.0

    def hear(phase: str, _found: dict[str, Any]) -> None:
        nonlocal began
        if phase == "start":
            began = time.thread_time()
            return
        where = times.resting if is_at_rest(stay.kiosk.visit) else times.served
        where.append(1000 * (time.thread_time() - began))

    gc.callbacks.append(hear)
    try:
        yield
    finally:
        gc.callbacks.remove(hear)


def _longest(name: str, ours: list[float], own: list[float], goal: str) -> Measure:
    peers = {"left to itself": max(own, default=0.0)}
    return Measure(
        name, "ms", max(ours, default=0.0), None, None, goal, peers, spread(ours) if ours else "never"
    )


def _sum(name: str, ours: list[float], own: list[float], count: int) -> Measure:
    peers = {"left to itself": sum(own) / count}
    return Measure(name, "ms", sum(ours) / count, None, None, "report", peers, f"of {count} visits")


if __name__ == "__main__":
    main()
