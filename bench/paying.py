"""Paying: from the customer's word to the terminal's first byte, from approval to the first printed byte, and flushes.

The whole kiosk without its window, in this process, with its lanes, its encrypted store and its real drivers; pretend
devices on pseudo-terminals and the real centre in processes of their own. A byte's moment is taken where the driver
hands it to the line. The physical least of each way is what its order cannot leave out (DESIGN, section 6): flushes of
this disk, timed bare in the same rounds, and answers of the pretend devices, timed alone in the same run.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.flushes import Flushes
from bench.report import Measure, middle, publish, spread
from devices.link import Link
from kiosk.domain import events, states
from tests.e2e.system import System
from tests.faults.conftest import OVERRIDES, more_bills
from tests.faults.machine import Player, choose, deliver, ready

ROUNDS = 6
PIECE = bytes(1024)
#: The request for money within its frame (DLE STX 06 01).
MONEY = b"\x10\x02\x06\x01"
#: Flushes that the order needs: before the charge, before the customer is told; with paper and the centre's word, all.
TOLD_LEAST, WHOLE_LEAST = 2, 4
REPORT = "report"


@dataclass
class Tape:
    """Every write of a driver: its moment, its line and what it was."""

    written: list[tuple[float, str, bytes]] = field(default_factory=list)

    def first(self, port: str, after: float, holding: bytes = b"") -> float:
        """The moment of the first write to `port` behind `after` that holds this. Raises StopIteration."""
        return next(at for at, to, data in self.written if at >= after and port in to and holding in data)


class TapedLink:
    """All links of this process write to the tape as well."""

    def __init__(self, tape: Tape) -> None:
        self._tape, self._plain = tape, Link.write

    def __enter__(self) -> Tape:
        tape, plain = self._tape, self._plain

        def write(link: Link, data: bytes) -> None:
            tape.written.append((time.monotonic(), str(link.port), bytes(data)))
            plain(link, data)

        Link.write = write  # type: ignore[method-assign, assignment]
        return tape

    def __exit__(self, *_: object) -> None:
        Link.write = self._plain  # type: ignore[method-assign]


@dataclass
class Found:
    """Milliseconds and flushes of every round."""

    touched: list[float] = field(default_factory=list)
    money: list[float] = field(default_factory=list)
    printed: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    flush: list[float] = field(default_factory=list)
    prepare: list[float] = field(default_factory=list)
    status: list[float] = field(default_factory=list)


def main() -> None:
    flushes = Flushes()
    with tempfile.TemporaryDirectory() as name, _counter(Path(name)) as system, TapedLink(Tape()) as tape:
        player = Player(system.data, "")
        player.kiosk.start()
        try:
            found = _rounds(player, tape, flushes, system.data)
        finally:
            player.kiosk.stop()
    publish("paying", _measures(found))


def _rounds(player: Player, tape: Tape, flushes: Flushes, folder: Path) -> Found:
    found = Found()
    ready(player, line=True)
    for number in range(ROUNDS + 1):
        _settle(player)
        if number:  # the first warms up
            _alone(player, found, folder)
            _pay(player, tape, flushes, found)
        else:
            _pay(player, tape, flushes, Found())
    return found


def _pay(player: Player, tape: Tape, flushes: Flushes, found: Found) -> None:
    choose(player)
    player.on(states.Review)
    _settle(player)
    before, confirmed = flushes.count, time.monotonic()
    player.tap(events.Confirmed())
    player.until(lambda v: isinstance(v.state, states.Paid), "a payment", 60)
    told = flushes.count - before
    approved = time.monotonic()
    player.tap(events.PaperChosen(True))
    player.until(
        lambda v: _paper(v.state) not in (states.PaperState.PRINTING, states.PaperState.OFFERED), "paper", 60
    )
    player.until(lambda v: v.health.queue.waiting == 0, "delivery", 40)
    found.touched.append(1000 * (tape.first("payment_terminal", confirmed) - confirmed))
    found.money.append(1000 * (tape.first("payment_terminal", confirmed, MONEY) - confirmed))
    found.printed.append(1000 * (tape.first("receipt_printer", approved) - approved))
    found.told.append(told)
    found.whole.append(flushes.count - before)
    player.tap(events.Confirmed(), events.Ended())
    deliver(player)


def _paper(state: states.State) -> states.PaperState | None:
    return state.paper if isinstance(state, states.Paid) else None


def _settle(player: Player) -> None:
    """Nothing of before is under way."""
    end = time.monotonic() + 1.0
    player.until(lambda visit: time.monotonic() > end and visit.health.queue.waiting == 0, "rest", 40)


def _alone(player: Player, found: Found, folder: Path) -> None:
    """What the order cannot leave out, each by itself."""
    found.flush.append(_timed(lambda: _flush(folder)))
    found.prepare.append(_on(player, "terminal", lambda: player.kiosk.rack.terminal.prepare()))
    found.status.append(_on(player, "printer", lambda: player.kiosk.rack.printer.status()))


def _on(player: Player, lane: str, job: Callable[[], object]) -> float:
    """A job of a lane, timed there."""
    took: list[float] = []
    player.kiosk.lane(lane).submit(lambda: took.append(_timed(job)))
    player.until(lambda visit: bool(took), lane, 20)
    return took[0]


def _timed(job: Callable[[], object]) -> float:
    began = time.monotonic()
    job()
    return 1000 * (time.monotonic() - began)


def _flush(folder: Path) -> None:
    with (folder / "flushed").open("r+b" if (folder / "flushed").exists() else "w+b", buffering=0) as file:
        file.write(PIECE)
        os.fdatasync(file.fileno())


@contextmanager
def _counter(folder: Path) -> Iterator[System]:
    with System(folder, overrides=OVERRIDES) as system:
        system.start_bench()
        system.prepare_crm()
        more_bills(system)
        system.start_crm()
        system.enrol()
        system.bench.post("/payment_terminal", {"delay_s": 0.0})
        yield system


def _measures(found: Found) -> list[Measure]:
    flush, prepare, status = middle(found.flush), middle(found.prepare), middle(found.status)
    return [
        _way("confirmed to the terminal's first byte", found.touched, 0.0, "the centre is asked first"),
        _way(
            "confirmed to the request for money", found.money, prepare + flush, "terminal's word, one flush"
        ),
        _way("paper wanted to the first byte to the printer", found.printed, 0.0, "the proof is drawn first"),
        Measure(
            "the terminal's own word (prepare) by itself",
            "ms",
            prepare,
            None,
            None,
            REPORT,
            {},
            spread(found.prepare),
        ),
        Measure("the printer's state by itself", "ms", status, None, None, REPORT, {}, spread(found.status)),
        Measure(
            "a bare flush of 1 KiB on this disk", "ms", flush, None, None, REPORT, {}, spread(found.flush)
        ),
        _counted("flushes from the confirmation until the customer is told", found.told, TOLD_LEAST),
        _counted("flushes of a payment with its paper, until the centre has it", found.whole, WHOLE_LEAST),
    ]


def _way(name: str, took: list[float], least: float, what: str) -> Measure:
    """`limit` is the least; the goal says how much there is above it."""
    over = middle(took) - least
    ratio = middle(took) / least if least else None
    told = f"{over:,.1f} ms over the least ({what})"
    return Measure(name, "ms", middle(took), least, ratio, told, {}, spread(took))


def _counted(name: str, counts: list[float], least: int) -> Measure:
    return Measure(name, "", middle(counts), least, middle(counts) / least, REPORT, {}, spread(counts))


if __name__ == "__main__":
    main()
