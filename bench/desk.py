"""The desk's pages with a thousand and with a hundred thousand cases behind them, on SQLite and on PostgreSQL.

Two real servers at once, one over each size, asked in turn by a signed-in supervisor over loopback. The limit is the
same page with a thousand: what grows with history shows as a ratio above 1.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import requests

from bench.history import COMPLAINT, REFERENCE, furnish
from bench.report import Measure, figure, publish
from crm import demo
from tests.crm import postgres
from tests.crm.places import Files, Place
from tests.e2e.system import Process

SMALL, LARGE = 1_000, 100_000
ROUNDS = 40
WARM_UP = 5
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
PAGES = {
    "queue": "callbacks",
    "done today": "callbacks?state=done_today",
    "one callback": f"callbacks/{REFERENCE}",
    "cases": "cases",
    "one complaint": f"cases/{COMPLAINT}",
    "a day of figures": "figures?days=1",
    "kiosks": "kiosks",
    "payments": "payments",
    "audit": "audit",
}
GOAL = "near 1; a page in under 1 s"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, postgres.running() as server:
        measures = _measured("SQLite", Files(Path(folder))) + _measured("PostgreSQL", server)
    publish("desk", measures)


def _measured(kind: str, place: Place) -> list[Measure]:
    with ExitStack() as stack:
        asked = {size: stack.enter_context(_desk(place, size)) for size in (SMALL, LARGE)}
        return [row for name, path in PAGES.items() for row in _page(kind, name, path, asked)]


def _page(kind: str, name: str, path: str, asked: dict[int, Callable[[str], float]]) -> list[Measure]:
    found: dict[int, list[float]] = {SMALL: [], LARGE: []}
    for number in range(WARM_UP + ROUNDS):
        for size, ask in asked.items():
            took = ask(path)
            if number >= WARM_UP:
                found[size].append(took)
    rows = []
    for share in (50, 95):
        small, large = (statistics.quantiles(found[size], n=100)[share - 1] for size in (SMALL, LARGE))
        steady = f"min {figure(min(found[LARGE]))}, max {figure(max(found[LARGE]))}, n {ROUNDS}"
        what = f"{kind}, {name}, p{share}: {LARGE:,} cases beside {SMALL:,}"
        rows.append(Measure(what, "ms", large, small, large / small, GOAL, {}, steady))
    return rows


# --- what is asked --------------------------------------------------------------------------------


@contextmanager
def _desk(place: Place, size: int) -> Iterator[Callable[[str], float]]:
    """A server over `size` cases; a call takes a page's address and gives the milliseconds that it took."""
    with tempfile.TemporaryDirectory() as folder, place.copy(partial(furnish, size)) as url:
        process = Process("centre", ["crm", "serve", "--db", url, "--http", "127.0.0.1:0"], Path(folder), {})
        try:
            with requests.Session() as session:
                yield partial(_ask, session, signed_in(session, process.ready()["http"] + "/desk/"))
        finally:
            process.end()


def signed_in(session: requests.Session, desk: str) -> str:
    page = session.get(desk + "login", timeout=30).text
    [lead] = [login for login in demo.STAFF if login.role == "supervisor"]
    csrf = CSRF.search(page)
    assert csrf is not None
    form = {"csrf": csrf[1], "login": lead.login, "password": lead.password}
    assert session.post(desk + "login", data=form, timeout=30).url.endswith("/desk/callbacks")
    return desk


def _ask(session: requests.Session, desk: str, path: str) -> float:
    began = time.perf_counter()
    answer = session.get(desk + path, timeout=60)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (path, answer.status_code)
    return took * 1000


if __name__ == "__main__":
    main()
