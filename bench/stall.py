"""What the main thread is held for while everything hangs: every device, the disk, the centre.

The whole machine of `kiosk/bootstrap`, its lanes real threads, without a window: what is measured is everything but
drawing. Every port blocks for HANG seconds at each call. Meanwhile a customer goes about on all ways there are, and the
clock ticks. A turn of the main thread is one call of the loop: a touch, a tick, an answer of a lane. Each is timed by the
wall's clock and by the processor's, of this thread alone: on a busy machine the wall's says what others did.
"""

from __future__ import annotations

import gc
import logging
import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.report import Measure, publish, spread
from kiosk.bootstrap import TICK, Kiosk
from kiosk.domain import events
from kiosk.domain.callback import Topic
from kiosk.domain.case import CaseKind
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.services.effects import World
from kiosk.services.sweeper import take_over
from kiosk.settings import load

HANG, RUN = 30.0, 40.0
#: Seconds between two touches.
HASTE = 0.05
#: What is reckoned from values, and no port to anything outside.
INSIDE = ("papers", "clock")
GOAL = "under 50 ms"

CARD, PIN, PHONE = "990120260007730", "482913", "0912000678"


def digits(number: str) -> tuple[Event, ...]:
    return tuple(events.DigitTyped(digit) for digit in number)


#: Each ends where something hangs, and with the visit.
WAYS: tuple[tuple[Event, ...], ...] = (
    (events.TaskChosen(Task.PAY), events.CardPresented(CARD), *digits(PIN), events.Confirmed()),
    (events.TaskChosen(Task.PAY), events.NumberInsteadChosen(), *digits("1203347730"), events.Confirmed()),
    (
        *(
            events.TaskChosen(Task.CALLBACK),
            events.TopicChosen(Topic.BILLING),
            events.WindowChosen("soonest"),
        ),
        *(*digits(PHONE), events.Confirmed(), events.Confirmed()),
    ),
    (
        *(events.TaskChosen(Task.FEEDBACK), events.KindChosen(CaseKind.COMPLAINT), events.PickMade("supply")),
        *(events.PickMade("explanation"), events.Confirmed()),
    ),
    (events.LanguagesAsked(), events.LanguageChosen(Language.EN), events.HelpAsked(), events.OverlayClosed()),
    (events.TaskChosen(Task.FAQ), events.SearchAsked()),
)


class Hanging:
    """A port of which every call lasts HANG seconds, or to the end of the run; then it raises OSError."""

    def __init__(self, over: threading.Event) -> None:
        self._over = over

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def hang(*_: Any, **__: Any) -> None:
            self._over.wait(HANG)
            raise OSError(f"{name} hung")

        return hang


class Machine(Kiosk):
    """The kiosk over ports that hang."""

    over = threading.Event()

    def _make_world(self, data: Path, config: Path) -> World:
        world = super()._make_world(data, config)
        names = (field.name for field in fields(world) if field.name not in INSIDE)
        return replace(world, **{name: Hanging(self.over) for name in names})  # type: ignore[arg-type]


class Rack:
    """Every device of it hangs."""

    def __init__(self, over: threading.Event) -> None:
        self._over = over

    def __getattr__(self, name: str) -> Hanging:
        return Hanging(self._over)


@dataclass(frozen=True, slots=True)
class Turn:
    """In milliseconds. `swept`: the collector came round, which it does when nobody is here."""

    wall: float
    cpu: float
    swept: bool


def main() -> None:
    logging.disable()  # what hangs is told by every lane
    with tempfile.TemporaryDirectory() as name, machine(Path(name)) as (kiosk, calls):
        turns = _turns(kiosk, calls)
    served, swept = ([turn for turn in turns if turn.swept is which] for which in (False, True))
    publish(
        "stall",
        [
            _longest("longest turn, everything hanging", [turn.wall for turn in served], GOAL),
            _longest("the same, of a processor", [turn.cpu for turn in served], GOAL),
            _longest("longest turn with the sweep behind a visit", [turn.wall for turn in swept], "report"),
            _longest("the same, of a processor", [turn.cpu for turn in swept], "report"),
        ],
    )


def _longest(measure: str, milliseconds: list[float], goal: str) -> Measure:
    return Measure(measure, "ms", max(milliseconds), None, None, goal, {}, spread(milliseconds))


@contextmanager
def machine(folder: Path) -> Iterator[tuple[Machine, queue.SimpleQueue[Callable[[], None]]]]:
    calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    settings = load(Path("kiosk.ini"), folder / "site.ini")
    hung = Hanging(Machine.over)
    with (
        patch("kiosk.bootstrap.machine.rack.build", return_value=Rack(Machine.over)),
        patch("kiosk.bootstrap.machine.make_crm", return_value=hung),
    ):
        kiosk = Machine(settings, folder, calls.put)
    gc.collect()
    take_over()  # as the panel does when its first picture stands
    kiosk.start()
    try:
        yield kiosk, calls
    finally:
        Machine.over.set()
        kiosk.stop()


def _turns(kiosk: Machine, calls: queue.SimpleQueue[Callable[[], None]]) -> list[Turn]:
    turns: list[Turn] = []
    touches = _touches()
    end, next_tick, next_touch = time.monotonic() + RUN, 0.0, 0.0
    while (now := time.monotonic()) < end:
        if now >= next_tick:
            next_tick = now + TICK
            turns.append(_timed(kiosk.tick))
        if now >= next_touch:
            next_touch = now + HASTE
            touch = next(touches)
            turns.append(_timed(lambda touch=touch: kiosk.controller.tap(touch)))  # type: ignore[misc]
        try:
            call = calls.get(timeout=0.01)
        except queue.Empty:
            continue
        turns.append(_timed(call))
    return turns


def _touches() -> Iterator[Event]:
    while True:
        for way in WAYS:
            yield events.Started()
            yield from way
            yield events.Ended()


def _timed(turn: Callable[[], None]) -> Turn:
    sweeps = gc.get_stats()[2]["collections"]
    wall, cpu = time.perf_counter(), time.thread_time()
    turn()
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    return Turn(1000 * wall, 1000 * cpu, gc.get_stats()[2]["collections"] > sweeps)


if __name__ == "__main__":
    main()
