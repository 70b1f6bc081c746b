"""One life of a kiosk, in a process of its own: the services, flow and store as they ship, the ZVT driver on the cord.

`Life` is the windowless kiosk of tests/kiosk with moments around its store and ports. Whatever it shows or prints is told
to the worker in that very moment.
"""

from __future__ import annotations

import dataclasses
import functools
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.layout import Layout
from kiosk.answers.engine import Engine
from kiosk.domain import states
from kiosk.domain.faq import Article
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.visit import Visit
from kiosk.services.effects import World
from kiosk.sync.crm import Enrolled, HttpCrm
from kiosk.sync.identity import load_identity
from kiosk.sync.seal import Seal
from kiosk.sync.trust import load_trust
from tests.crm.signing import EPOCH
from tests.kiosk.fakes import FakePrinter, FrozenClock
from tests.kiosk.real_centre import house
from tests.kiosk.windowless import Kiosk
from tests.proof.channel import Channel
from tests.proof.family import Family
from tests.proof.moments import Moments
from tests.proof.port import Cord, PrinterCord
from tests.proof.times import Times

KIOSK = "K07"
FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
#: What of the centre is part of a payment; what is only pulled is not.
ASKED = ("bills", "check", "sync")


class Clock(FrozenClock):
    """The kiosk's own, which may be wrong. A step is the counter's: the terminal lives through it too."""

    def __init__(self, times: Times, channel: Channel) -> None:
        self._times, self._channel = times, channel

    def now(self) -> datetime:
        return self._times.shown_by_kiosk()

    def step(self, seconds: float) -> None:
        self._channel.let_pass(seconds)


class Printer(FakePrinter):
    """What comes out is seen at once; nobody takes it back."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._channel = channel
        self.who_stands_here: Callable[[], str] = str

    def print(self, paper: Paper) -> PrintOutcome:
        self._channel.tell("paper", (self.who_stands_here(), paper))
        return super().print(paper)


class RealPrinter(EscposPrinter):
    """The driver as it ships, at the end of its line. What it makes of a job is told."""

    def __init__(self, channel: Channel, moments: Moments, times: Times) -> None:
        super().__init__(PrinterCord(channel, moments, times), layout())
        self._channel = channel
        self.who_stands_here: Callable[[], str] = str

    def print(self, paper: Paper) -> PrintOutcome:
        self._channel.tell("paper", (self.who_stands_here(), paper))
        outcome = super().print(paper)
        self._channel.tell("printed", (paper, outcome))
        return outcome


@functools.cache
def layout() -> Layout:
    return Layout(house_fonts(FONTS))


class NoSearch(Engine):
    """Nobody asks for an article here, and to learn them takes longer than a payment."""

    def learn(self, articles: Sequence[Article]) -> None:
        return


@dataclass(frozen=True, slots=True)
class Shown:
    """A screen as far as the oracle is interested. `state` is its whole content; `words`: all texts of the visit."""

    visit: str
    state: states.State
    words: frozenset[str] = field(repr=False)


@dataclass
class Life(Kiosk):
    """`moments` watches; the rest is the machine as it is."""

    times: Any = None
    channel: Any = None
    moments: Moments = field(default_factory=Moments)

    def _world(self) -> World:
        setattr(self.store, "write", self.moments.around_writes(self.store.write))  # noqa: B010
        world = super()._world()
        printer = self.moments.around(self.printer, "printer", ("print",))
        crm = self.moments.around(self.crm, "centre", ASKED)
        return dataclasses.replace(world, printer=printer, crm=crm)

    def _show(self, visit: Visit) -> None:
        self.channel.tell("shown", Shown(visit.id, visit.state, frozenset(_words(visit))))

    def _bug(self, lane: str) -> None:
        self.channel.tell("bug", traceback.format_exc())
        super()._bug(lane)

    def requests(self) -> int:
        """How many requests went to the centre in this life."""
        return int(self.crm.count)

    def until(self, holds: Callable[[], bool], seconds: float, pace: float = 0.5) -> bool:
        """Whether it came about within `seconds`."""
        end = self.times.passed + seconds
        while not holds():
            if self.times.passed >= end:
                return False
            self.wait(pace)
        return True


def born(
    folder: Path, url: str, times: Times, channel: Channel, moments: Moments, family: Family, *, paper: bool
) -> Life:
    """A kiosk that was just switched on over what lies in `folder`. `paper`: it has a real printer."""
    cord = Cord(channel, moments, times)
    printer: Any = RealPrinter(channel, moments, times) if paper else Printer(channel)
    life = Life(
        folder / "kiosk.db",
        Clock(times, channel),
        printer=printer,
        crm=_line(folder, url, times),
        memory=family.driver(cord, times.shown_by_kiosk),  # a real driver in the fake's place
        house=house(KIOSK),
        search=NoSearch(),
        times=times,
        channel=channel,
        moments=moments,
    )
    printer.who_stands_here = lambda: life.visit.id
    return life


class CountingCrm(HttpCrm):
    count = 0

    def count_posts(self) -> None:
        post = self._line.post

        def counted(*given: Any, **more: Any) -> Any:
            self.count += 1
            return post(*given, **more)

        setattr(self._line, "post", counted)  # noqa: B010


def _line(folder: Path, url: str, times: Times) -> HttpCrm:
    directory = folder / "identity"
    crm = CountingCrm(
        url,
        load_identity(directory, KIOSK, EPOCH),
        now=lambda: times.shown_by_kiosk(),
        seal=Seal(load_trust(directory)),
        enrolled=lambda: Enrolled(load_identity(directory, KIOSK, EPOCH), load_trust(directory)),
    )
    crm.count_posts()
    return crm


def _words(visit: Visit) -> Iterator[str]:
    """Every text of this visit that is about somebody."""
    about = (
        visit.state,
        visit.overlay,
        visit.customer,
        visit.guest,
        visit.error,
        visit.last_bill,
        visit.overview,
    )
    for part in about:
        yield from _texts_in(part)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for each in dataclasses.fields(value):
            yield from _texts_in(getattr(value, each.name))
    elif isinstance(value, (tuple, list, frozenset, set)):
        for one in value:
            yield from _texts_in(one)
