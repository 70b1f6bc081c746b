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
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import insert, text

from bench.report import Measure, figure, publish
from crm import demo
from crm.centre import Centre
from crm.database import Database
from crm.schema import (
    AuditLine,
    Base,
    Callback,
    CallbackEvent,
    CallbackState,
    Customer,
    Kiosk,
    Payment,
    PaymentLine,
)
from tests.crm import postgres
from tests.crm.places import Files, Place
from tests.crm.signing import cheap_secrets
from tests.e2e.system import Process

SMALL, LARGE = 1_000, 100_000
#: Waiting at any time, whatever lies behind.
OPEN = 60
ROUNDS = 40
WARM_UP = 5
BATCH = 5_000
#: Requests of one customer: a larger house has more customers, not customers who ask more.
EACH = 40
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
REFERENCE = "K07-OPEN-0001"
PAGES = {
    "queue": "callbacks",
    "done today": "callbacks?state=done_today",
    "one callback": f"callbacks/{REFERENCE}",
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
    with tempfile.TemporaryDirectory() as folder, place.copy(partial(_furnish, size)) as url:
        process = Process("centre", ["crm", "serve", "--db", url, "--http", "127.0.0.1:0"], Path(folder), {})
        try:
            with requests.Session() as session:
                yield partial(_ask, session, _signed_in(session, process.ready()["http"] + "/desk/"))
        finally:
            process.end()


def _signed_in(session: requests.Session, desk: str) -> str:
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


# --- what lies behind it --------------------------------------------------------------------------


def _furnish(size: int, database: Database) -> None:
    """`size` callbacks that are over, each with its history, payment and lines of audit; and those that wait."""
    database.migrate()
    demo.seed(Centre(database), cheap_secrets())
    now = datetime.now(UTC)
    with database.writing() as session:
        session.add(Kiosk(id="K07", site="三重服務中心", last_seen_at=now))
    known = len(demo.CUSTOMERS)
    _put(database, Customer, ({"id": id, "name": "王大明"} for id in range(known + 1, size // EACH + 2)))
    _put(database, Callback, (_over(number, now) for number in range(size)))
    _put(database, Callback, (_waiting(number, now) for number in range(OPEN)))
    _put(database, CallbackEvent, (_event(number, now) for number in range(size)))
    _put(database, Payment, (_payment(number, now) for number in range(size)))
    _put(database, PaymentLine, (_line(number) for number in range(size)))
    _put(database, AuditLine, (_audit(number, now) for number in range(size)))
    if database.is_postgresql:  # whose autovacuum does it; SQLite plans best by its own rules
        with database.engine.begin() as connection:
            connection.execute(text("ANALYZE"))


def _put(database: Database, model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    with database.writing() as session:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                session.execute(insert(model), batch)
                batch.clear()
        if batch:
            session.execute(insert(model), batch)


def _when(number: int, now: datetime) -> datetime:
    """A case every nine minutes, back from yesterday: some hundred and sixty a day."""
    return now - timedelta(days=1, minutes=9 * number)


def _request(number: int, id: str, reference: str, at: datetime, ends: datetime) -> dict[str, Any]:
    return {
        "id": id, "reference": reference, "kiosk_id": "K07", "visit": "", "customer_id": 1 + number // EACH,
        "phone": f"09{number:08}", "topic": "billing", "language": "zh-Hant", "window_from": at,
        "window_to": ends, "soonest": False, "requested_at": at, "received_at": at, "rank_at": ends,
        "tz": "Asia/Taipei", "notice": "2026-11", "promotional_consent": False,
        "context": {"path": ["task:faq", "callback"], "articles": ["late-payment"]},
        "trail": [{"at": at.isoformat(), "what": "signed_in"}],
    }  # fmt: skip


def _over(number: int, now: datetime) -> dict[str, Any]:
    at = _when(number, now)
    done = {"state": CallbackState.DONE, "outcome": "resolved", "first_call_at": at, "done_at": at}
    reference = f"K07-{number:07}"
    return _request(number, str(UUID(int=number + 1)), reference, at, at + timedelta(hours=1)) | done


def _waiting(number: int, now: datetime) -> dict[str, Any]:
    id, ends = str(UUID(int=10**9 + number)), now + timedelta(minutes=number)
    reference = REFERENCE if number == 1 else f"K07-OPEN-{number:04}"
    return _request(number, id, reference, now - timedelta(hours=1), ends) | {"state": CallbackState.QUEUED}


def _event(number: int, now: datetime) -> dict[str, Any]:
    id = str(UUID(int=number + 1))
    return {"callback_id": id, "at": _when(number, now), "who": "chen", "what": "resolved", "note": "已說明"}


def _payment(number: int, now: datetime) -> dict[str, Any]:
    at = _when(number, now)
    return {
        "id": str(UUID(int=number + 1)), "reference": f"K07-P{number:07}", "kiosk_id": "K07", "outcome": "approved",
        "amount_minor": 231800, "currency": "TWD", "asked_at": at, "decided_at": at, "posted_at": at,
        "slip_card": "••••1234", "recovered": False, "offline": False,
    }  # fmt: skip


def _line(number: int) -> dict[str, Any]:
    id, bill = str(UUID(int=number + 1)), f"B-{number}"
    amount = {"amount_minor": 231800, "currency": "TWD"}
    return {"payment_id": id, "position": 0, "bill_id": bill, "state": "posted", **amount}


def _audit(number: int, now: datetime) -> dict[str, Any]:
    what = {"what": "callback.viewed", "subject": f"K07-{number:07}", "detail": {"data": "masked"}}
    return {"at": _when(number, now), "who": "chen", **what}


if __name__ == "__main__":
    main()
