"""Two thousand kiosks come back at once, each with fifty records, while a supervisor works at the desk.

A real server over loopback, once as shipped and once with its door wide open (`serve --syncs 0`), on PostgreSQL and on
SQLite. The kiosks keep to the courier's rules. `python -m bench.storm KIOSKS` takes another number of them.
"""

from __future__ import annotations

import asyncio
import re
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import requests
from sqlalchemy import func, select

from bench.desk import signed_in
from bench.fleet import NO_ANSWER, Caller, enrolled, fleet, storm
from bench.report import Measure, publish
from crm.database import Database
from crm.schema import Callback, Record
from tests.crm import postgres
from tests.crm.places import Files, Place
from tests.e2e.system import Process

KIOSKS, RECORDS = 2_000, 50
#: Cases that are over.
HISTORY = 1_000
LIMIT_S = 300.0
AT_REST = 40
#: What a supervisor looks at meanwhile, page after page, with a little time to look at each.
PAGES = ("callbacks", "cases", "payments", "callbacks?state=done_today", "calls", "audit")
LOOK_S = 0.1
OURS, OPEN = "as shipped", "no admission control"
WAYS = {OURS: [], OPEN: ["--syncs", "0"]}


@dataclass(frozen=True, slots=True)
class Found:
    """One storm. Milliseconds of the desk's pages at rest and meanwhile; `stored`: rows in the database."""

    seconds: float
    callers: list[Caller]
    at_rest: list[float]
    meanwhile: list[float]
    failed: int
    stored: int
    asked: int


def main() -> None:
    kiosks = int(sys.argv[1]) if sys.argv[1:] else KIOSKS
    many = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (many, many))
    Path("out").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="out") as folder, postgres.running() as server:
        measures = _measured("PostgreSQL", server, kiosks) + _measured("SQLite", Files(Path(folder)), kiosks)
    publish("storm", measures)


def _measured(kind: str, place: Place, kiosks: int) -> list[Measure]:
    found = {way: _stormed(place, kiosks, options) for way, options in WAYS.items()}
    ours, other = found[OURS], found[OPEN]
    spread = f"{kiosks:,} kiosks with {RECORDS} records; " + "; ".join(_told(*each) for each in found.items())

    def row(
        what: str, unit: str, of: dict[str, float], limit: float | None, goal: str, about: str = ""
    ) -> Measure:
        ratio = None if limit is None else of[OURS] / limit
        return Measure(f"{kind}, {what}", unit, of[OURS], limit, ratio, goal, {OPEN: of[OPEN]}, about)

    def each(figure_of: object) -> dict[str, float]:
        return {way: figure_of(one) for way, one in found.items()}  # type: ignore[operator]

    p95 = partial(_share, 95)
    return [
        row("reconnect storm: until all are drained", "s", each(lambda one: one.seconds), None,
            "all drained, none doubled", spread),
        row("the desk's pages meanwhile, p50", "ms", each(lambda one: statistics.median(one.meanwhile)),
            statistics.median(ours.at_rest), "report", "limit: at rest"),
        row("the desk's pages meanwhile, p95", "ms", each(lambda one: p95(one.meanwhile)), p95(ours.at_rest),
            "under 300 ms", f"limit: at rest; n {len(ours.meanwhile)}, {len(other.meanwhile)} the other way"),
        row("slowest kiosk beside the middle one", "", each(_fairness), None, "report"),
        row("sent away, times a kiosk", "", each(lambda one: _mean(one, 429)), None, "report"),
        row("given up after 8 s, times a kiosk", "", each(lambda one: _mean(one, NO_ANSWER)), None, "0"),
        row("with a payment beside without, middle", "", each(_money_first), None, "below 1"),
    ]  # fmt: skip


def _told(way: str, found: Found) -> str:
    left = sum(1 for each in found.callers if each.drained is None)
    once = "each once" if found.stored == found.asked else f"{found.stored:,} rows of {found.asked:,}"
    return f"{way}: {once}, {left or 'none'} undrained, {found.failed} pages failed"


def _share(share: int, values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def _drained(found: Found) -> list[float]:
    return [LIMIT_S if each.drained is None else each.drained for each in found.callers]


def _fairness(found: Found) -> float:
    return max(_drained(found)) / statistics.median(_drained(found))


def _money_first(found: Found) -> float:
    first = statistics.median(_drained(found)[::3])
    return first / statistics.median(time for place, time in enumerate(_drained(found)) if place % 3)


def _mean(found: Found, status: int) -> float:
    return statistics.mean(each.seen[status] for each in found.callers)


# --- one storm ------------------------------------------------------------------------------------


def _stormed(place: Place, kiosks: int, options: list[str]) -> Found:
    callers = fleet(kiosks, RECORDS)
    with _centre(place, kiosks, options) as (url, address), requests.Session() as session:
        desk = Supervisor(session, signed_in(session, f"http://{address}/desk/"))
        at_rest = desk.look(AT_REST)
        desk.start()
        try:
            seconds = asyncio.run(storm(address, callers, LIMIT_S))
        finally:
            desk.stop()
        with closing(Database(url)) as database, database.reading() as reading:
            stored = reading.scalar(select(func.count()).select_from(Record)) or 0
            calls = reading.scalar(select(func.count(Callback.id)).where(Callback.reference.like("S%")))
    # a record that was taken twice would show by its callback, which has a number of its own
    assert calls == len(range(0, kiosks, 10)) or any(each.drained is None for each in callers)
    return Found(seconds, callers, at_rest, desk.took, desk.failed, stored, kiosks * RECORDS)


@contextmanager
def _centre(place: Place, kiosks: int, options: list[str]) -> Iterator[tuple[str, str]]:
    """The URL of the database and the address of the server over it."""
    with tempfile.TemporaryDirectory() as folder, place.copy(_furnish(kiosks)) as url:
        serve = ["crm", "serve", "--db", url, "--http", "127.0.0.1:0", *options]
        process = Process("centre", serve, Path(folder), {})
        try:
            yield url, re.sub("^http://", "", process.ready()["http"])
        finally:
            process.end()


_furnished: dict[int, partial[None]] = {}


def _furnish(kiosks: int) -> partial[None]:
    """The same one each time, so that a place furnishes once and copies."""
    return _furnished.setdefault(kiosks, partial(enrolled, kiosks, HISTORY))


class Supervisor(threading.Thread):
    """Somebody at the desk who goes on working. `took` in milliseconds."""

    def __init__(self, session: requests.Session, desk: str) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._desk = desk
        self._over = threading.Event()
        self.took: list[float] = []
        self.failed = 0

    def look(self, times: int) -> list[float]:
        return [self._page(PAGES[place % len(PAGES)]) for place in range(times)]

    def run(self) -> None:
        place = 0
        while not self._over.wait(LOOK_S):
            self.took.append(self._page(PAGES[place % len(PAGES)]))
            place += 1

    def stop(self) -> None:
        self._over.set()
        self.join()

    def _page(self, path: str) -> float:
        """A page that fails has taken as long as a person would have waited for it."""
        began = time.perf_counter()
        try:
            answer = self._session.get(self._desk + path, timeout=30)
            self.failed += answer.status_code != 200
        except requests.RequestException:
            self.failed += 1
        return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
