"""A kiosk without a window, as a process of its own: plays one visit and may be killed on any line of it.

`python -m tests.faults.machine DATA [--kill POINT] [--play]`: with `--play` it pays two bills with the demonstration's
card; with `--scan TEXT` a guest pays the bill of that code, or of it `--part` whole units; without, it only recovers and
delivers. POINT is `before:NAME`, `after:NAME` or `during:charge`, with a name of
POINTS: there the process ends itself by SIGKILL, as a power cut would. `--hold` waits on the review screen until the
file DATA/go is there, and says by DATA/held that it does. What the customer was told is one JSON line at the end.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import queue
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from devices.rack import Rack
from kiosk.bootstrap import TICK, Kiosk
from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.health import Device, Line
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.ports import Lane
from kiosk.services.effects import World
from kiosk.settings import load

HELD = "held"
CARD, PIN = "990120260007730", "482913"
#: Every step between the customer's word and the centre's knowledge: port, method.
POINTS = {
    "intent": ("payments", "ask"),
    "charge": ("terminal", "charge"),
    "outcome": ("payments", "decide"),
    "print": ("printer", "print"),
    "paper": ("payments", "paper"),
    "push": ("crm", "sync"),
    "settle": ("outbox", "settle"),
}


class Tripwire:
    """A port that ends the process before or after one of its methods; everything else goes through."""

    def __init__(self, port: Any, method: str, when: str, armed: Callable[[], bool]) -> None:
        self._port, self._method, self._when, self._armed = port, method, when, armed

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._port, name)
        if name != self._method:
            return real

        def run(*arguments: Any) -> Any:
            self._cut("before")
            if self._when == "during":
                amount, _, *more = arguments  # of a charge: its stages are told meanwhile
                arguments = (amount, lambda stage: self._cut("during"), *more)
            answer = real(*arguments)
            self._cut("after")
            return answer

        return run

    def _cut(self, when: str) -> None:
        if self._when == when and self._armed():
            os.kill(os.getpid(), signal.SIGKILL)


class Machine(Kiosk):
    """The kiosk with a tripwire in one of its ports, armed once there is money in the visit."""

    def __init__(self, *arguments: Any, kill: str = "") -> None:
        self._kill = kill
        super().__init__(*arguments)

    def _make_world(self, data: Path, config: Path) -> World:
        world = super()._make_world(data, config)
        if not self._kill:
            return world
        when, _, name = self._kill.partition(":")
        port, method = POINTS[name]
        wire = Tripwire(getattr(world, port), method, when, self._armed)
        return replace(world, **{port: wire})  # type: ignore[arg-type]  # a stand-in for any port

    @property
    def rack(self) -> Rack:
        return self._rack

    def lane(self, name: str) -> Lane:
        return self._lanes[name]

    def _armed(self) -> bool:
        return isinstance(self.controller.visit.state, (states.Paying, states.Paid))


class Player:
    """Main thread of the machine: runs what the lanes post, ticks, and waits for what a customer waits for."""

    def __init__(self, data: Path, kill: str) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        settings = load(Path("kiosk.ini"), data / "site.ini")
        self.kiosk = Machine(settings, data, self._calls.put, kill=kill)
        self._next_tick = 0.0

    @property
    def visit(self) -> Visit:
        return self.kiosk.controller.visit

    def until(self, holds: Callable[[Visit], bool], what: str, seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not holds(self.visit):
            if time.monotonic() > end:
                raise TimeoutError(f"waited for {what}; stands at {type(self.visit.state).__name__}")
            self._turn()

    def on(self, state: type, seconds: float = 30.0) -> None:
        self.until(lambda visit: isinstance(visit.state, state), state.__name__, seconds)

    def tap(self, *taps: Event) -> None:
        for event in taps:
            self.kiosk.controller.tap(event)

    def _turn(self) -> None:
        with contextlib.suppress(queue.Empty):
            self._calls.get(timeout=0.02)()
        if time.monotonic() >= self._next_tick:
            self.kiosk.tick()
            self._next_tick = time.monotonic() + TICK


def ready(player: Player, line: bool) -> None:
    player.until(
        lambda visit: (
            not visit.health.recovering
            and (visit.health.line is Line.UP or not line)
            and visit.health.of(Device.PAYMENT_TERMINAL).works
            and visit.health.can_print  # or the last look asks once more
        ),
        "terminal, printer, line and recovery",
    )


def choose(player: Player) -> None:
    """Two bills of somebody who signs in."""
    player.tap(events.Started(), events.TaskChosen(Task.PAY), events.CardPresented(CARD))
    player.tap(*(events.DigitTyped(digit) for digit in PIN), events.Confirmed())
    player.until(lambda v: isinstance(v.state, states.BillsShown) and not v.state.waiting, "bills")
    bills = player.visit.state.bills[:2]  # type: ignore[union-attr]
    player.tap(*(events.BillToggled(bill.id) for bill in bills), events.Confirmed())


def scan(player: Player, text: str, part: str) -> None:
    """One bill that a guest holds before the scanner."""
    player.tap(events.CodeScanned(text))
    player.on(states.Review)
    if part:
        player.tap(events.PartialChosen(), *(events.DigitTyped(digit) for digit in part), events.Confirmed())


def play(player: Player, hold: Path | None, text: str = "", part: str = "") -> None:
    if text:
        scan(player, text, part)
    else:
        choose(player)
    if hold:
        player.on(states.Review)
        hold.with_name(HELD).touch()
        player.until(lambda visit: hold.exists(), f"{hold}")
    player.tap(events.Confirmed())
    player.until(lambda v: not isinstance(v.state, (states.Review, states.Paying)), "the payment's end", 120)
    if isinstance(player.visit.state, states.Paid):
        player.tap(events.PaperChosen(True))
        player.until(
            lambda v: isinstance(v.state, states.Paid) and v.state.paper is not states.PaperState.PRINTING,
            "paper",
            60,
        )


def deliver(player: Player) -> None:
    """Until the centre has everything, what was written last included."""
    end = time.monotonic() + 3
    player.until(lambda visit: time.monotonic() > end, "another round of the courier")
    player.until(lambda v: v.health.queue.delivered > 0 and v.health.queue.waiting == 0, "delivery", 40)


def told(visit: Visit) -> dict[str, Any]:
    """What the customer reads."""
    state = visit.state
    says: dict[str, Any] = {"screen": type(state).__name__}
    if isinstance(state, (states.Paid, states.Unsettled)):
        says |= {"reference": state.payment.reference, "paper": state.paper.value}
    if isinstance(state, states.NotPaid):
        says["why"] = state.why
    if isinstance(state, states.Recovered):
        says |= {"reference": state.reference, "settled": state.settled}
    return says


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--kill", default="")
    parser.add_argument("--play", action="store_true")
    parser.add_argument("--scan", default="")
    parser.add_argument("--part", default="")
    parser.add_argument("--hold", action="store_true")
    parser.add_argument("--no-delivery", action="store_true")
    parser.add_argument("--no-line", action="store_true", help="do not wait for the line to the centre")
    asked = parser.parse_args()
    player = Player(asked.data, asked.kill)
    player.kiosk.start()
    try:
        seen = _run(player, asked)
    finally:
        player.kiosk.stop()
    sys.stdout.write(json.dumps(seen) + "\n")


def _run(player: Player, asked: argparse.Namespace) -> dict[str, Any]:
    ready(player, line=not asked.no_line)
    if asked.play:
        play(player, asked.data / "go" if asked.hold else None, asked.scan, asked.part)
    seen = told(player.visit)
    if not asked.no_delivery:
        deliver(player)
    return seen


if __name__ == "__main__":
    main()
