"""Records over HTTP against what the database itself takes: signed, idempotent, flushed; one server process.

The bare limit of PostgreSQL is one statement a batch by psycopg: the raw JSON array, `jsonb_to_recordset`, `ON CONFLICT
DO NOTHING`; that of SQLite the same by `json_each` in one transaction a batch. Beside ours stands what is usually
written: FastAPI, Pydantic models, arrays (`bench/usual_ingest.py`), which checks no signature. Events of 0.94 KB, four
senders at once, on the same processors as server and database. Requests are signed before the clock starts.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, cast

import psycopg
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from bench.report import Measure, interleaved, middle, publish, spread
from crm.database import Database
from crm.intake.bodies import body_hash
from crm.schema import Kiosk
from tests.crm import postgres
from tests.crm.places import Files, Place, migrated
from tests.crm.signing import SigningKiosk, StepClock
from tests.e2e.system import Process

SENDERS = 4
ROUNDS = 5
#: Records a batch -> batches a sender sends in a round.
BATCHES = {1: 200, 50: 30, 500: 4}
GOALS = {1: "0.15 of the bare limit", 50: "0.45", 500: "0.70"}
EPOCH = "0193a1f0-0000-7000-8000-000000000001"
BARE = (
    "id uuid, stream text, seq bigint, kind text, v int, at timestamptz, tz text, body jsonb, body_hash text"
)
INTO = (
    "INSERT INTO bare SELECT * FROM jsonb_to_recordset(%s::jsonb) AS r(" + BARE + ") ON CONFLICT DO NOTHING"
)
FIELDS = {"device": "receipt_printer", "by": "", "text": "x" * 470}

Round = Callable[[], float]


def main() -> None:
    with tempfile.TemporaryDirectory(dir="out") as folder, postgres.running(durable=True) as server:
        measures = _measured("PostgreSQL", server, _bare_postgresql)
        measures += _measured("SQLite", Files(Path(folder)), _bare_sqlite)
    publish("ingest", measures)


def _measured(kind: str, place: Place, bare: Callable[[str], Any]) -> list[Measure]:
    rows = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = stack.enter_context(_centre(place, folder))
        limit = stack.enter_context(bare(stack.enter_context(place.copy(migrated))))
        peers = {}
        if kind == "PostgreSQL":
            url = stack.enter_context(place.copy(migrated))
            peers = {"FastAPI, Pydantic, arrays": stack.enter_context(_usual(url, folder))}
        for size, batches in BATCHES.items():
            runs = {"ours": ours(size, batches), "limit": limit(size, batches)}
            runs |= {name: peer(size, batches) for name, peer in peers.items()}
            rows.append(_row(kind, size, interleaved(runs, ROUNDS)))
    return rows


def _row(kind: str, size: int, found: dict[str, list[float]]) -> Measure:
    rates = {name: middle(values) for name, values in found.items()}
    shares = [ours / limit for ours, limit in zip(found["ours"], found["limit"], strict=True)]
    goal = GOALS[size] if kind == "PostgreSQL" else ("0.55 of the bare limit" if size == 50 else "report")
    peers = {name: rate for name, rate in rates.items() if name not in ("ours", "limit")}
    what = f"{kind}, records over HTTP, batch {size}"
    steady = f"ratio {spread(shares)}"
    return Measure(what, "/s", rates["ours"], rates["limit"], middle(shares), goal, peers, steady)


# --- what is sent ---------------------------------------------------------------------------------


def records(size: int, numbers: Iterator[int]) -> list[dict[str, Any]]:
    """Audit lines as kiosks tell them."""
    told = []
    for number in (next(numbers) for _ in range(size)):
        body = {"kind": "maintenance.entered", "fields": FIELDS, "chain": f"{number:064x}"}
        head = {"id": str(uuid_utils.uuid7()), "stream": "telemetry", "seq": number, "kind": "audit", "v": 1}
        when = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "tz": "Asia/Taipei"}
        told.append({**head, **when, "body": body, "body_hash": body_hash(body)})
    return told


def _text(document: object) -> str:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class _Wire:
    """One kept connection that sends prepared requests and reads just enough of each answer."""

    def __init__(self, address: str) -> None:
        host, _, port = address.removeprefix("http://").partition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        assert head.startswith(b"HTTP/1.1 200"), (head, body)
        return body

    def _more(self) -> bytes:
        piece = self._socket.recv(1 << 18)
        assert piece, "the server hung up"
        return piece


def _request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    head = {"Host": "centre", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _all_at_once(work: Sequence[Callable[[], None]], records_sent: int) -> float:
    """Records a second."""
    with ThreadPoolExecutor(len(work)) as pool:
        began = time.perf_counter()
        for done in [pool.submit(each) for each in work]:
            done.result()
        return records_sent / (time.perf_counter() - began)


# --- who takes them -------------------------------------------------------------------------------


class _Request:
    """The parts of a request that the signing library looks at."""

    def __init__(self, path: str, body: bytes) -> None:
        self.method, self.url, self.body = "POST", f"http://centre{path}", body
        self.headers = {"Content-Type": "application/json"}


class _Now(StepClock):
    """The machine's clock, as a signing kiosk asks it."""

    def __getattribute__(self, name: str) -> Any:
        return datetime.now(UTC) if name == "now" else super().__getattribute__(name)


class _Client:
    """Builds requests, and sends none."""

    def build_request(self, _method: str, path: str, content: bytes, headers: Any) -> _Request:
        return _Request(path, content)


@contextmanager
def _centre(place: Place, folder: Path) -> Iterator[Callable[[int, int], Round]]:
    keys = {f"K{number:02}": Ed25519PrivateKey.generate() for number in range(1, SENDERS + 1)}
    with place.copy(migrated) as url:
        with closing(Database(url)) as database, database.writing() as session:
            for id, key in keys.items():
                _enrol(session, id, key)
        process = Process("centre", ["crm", "serve", "--db", url, "--http", "127.0.0.1:0"], folder, {})
        try:
            address = process.ready()["http"]
            kiosks = {
                id: SigningKiosk(cast(TestClient, _Client()), _Now(), id, key) for id, key in keys.items()
            }
            numbers = {id: count(1) for id in keys}
            yield lambda size, batches: _signed_round(address, kiosks, numbers, size, batches)
        finally:
            process.end()


def _enrol(session: Session, id: str, key: Ed25519PrivateKey) -> None:
    kiosk = SigningKiosk(cast(TestClient, _Client()), _Now(), id, key)
    session.add(Kiosk(id=id, site="bench", public_key=kiosk.public_key, epoch=EPOCH))


def _signed_round(address: str, kiosks: Any, numbers: Any, size: int, batches: int) -> Round:
    def run() -> float:
        prepared = {
            id: [_signed(kiosk, records(size, numbers[id])) for _ in range(batches)]
            for id, kiosk in kiosks.items()
        }
        wires = {id: _Wire(address) for id in kiosks}
        work = [partial(_send, wires[id], prepared[id], size) for id in kiosks]
        return _all_at_once(work, size * batches * len(kiosks))

    return run


def _signed(kiosk: SigningKiosk, batch: list[dict[str, Any]]) -> bytes:
    body = _text({"kiosk": kiosk.id, "epoch": EPOCH, "records": batch}).encode()
    request = kiosk.request("sync", body)
    return _request("/api/v1/sync", dict(request.headers), body)


def _send(wire: _Wire, requests: list[bytes], size: int) -> None:
    for request in requests:
        assert wire.ask(request).count(b'"stored"') == size


def _ask_all(wire: _Wire, requests: list[bytes]) -> None:
    for request in requests:
        wire.ask(request)


@contextmanager
def _usual(url: str, folder: Path) -> Iterator[Callable[[int, int], Round]]:
    process = Process("usual", ["bench.usual_ingest", url], folder, {})
    try:
        address = process.ready()["http"]
        numbers = count(1)

        def round_of(size: int, batches: int) -> Round:
            def run() -> float:
                prepared = [
                    [
                        _request("/events", {}, _text({"records": records(size, numbers)}).encode())
                        for _ in range(batches)
                    ]
                    for _ in range(SENDERS)
                ]
                wires = [_Wire(address) for _ in prepared]
                work = [partial(_ask_all, wire, mine) for wire, mine in zip(wires, prepared, strict=True)]
                return _all_at_once(work, size * batches * len(wires))

            return run

        yield round_of
    finally:
        process.end()


@contextmanager
def _bare_postgresql(url: str) -> Iterator[Callable[[int, int], Round]]:
    with ExitStack() as stack:
        lines = [stack.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(SENDERS)]
        lines[0].execute(f"CREATE TABLE bare ({BARE}, PRIMARY KEY (id))")
        numbers = count(1)

        def send(line: Any, batches: list[str]) -> None:
            for batch in batches:
                line.execute(INTO, (batch,), prepare=True)

        yield lambda size, batches: _bare_round(send, lines, numbers, size, batches)


@contextmanager
def _bare_sqlite(url: str) -> Iterator[Callable[[int, int], Round]]:
    path = url.removeprefix("sqlite:///")
    with ExitStack() as stack:
        lines = [
            stack.enter_context(closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)))
            for _ in range(1)
        ]
        for line in lines:
            line.execute("PRAGMA journal_mode=WAL")
            line.execute("PRAGMA synchronous=FULL")
        fields = ["id", "stream", "seq", "kind", "v", "at", "tz", "body", "body_hash"]
        lines[0].execute(f"CREATE TABLE bare ({', '.join(fields)}, PRIMARY KEY (id))")
        taken = ", ".join(f"value ->> '{field}'" for field in fields)
        into = f"INSERT INTO bare SELECT {taken} FROM json_each(?) WHERE true ON CONFLICT DO NOTHING"
        numbers = count(1)

        def send(line: Any, batches: list[str]) -> None:
            for batch in batches:
                line.execute(into, (batch,))

        yield lambda size, batches: _bare_round(send, lines, numbers, size, batches * SENDERS // len(lines))


def _bare_round(send: Any, lines: Sequence[Any], numbers: Iterator[int], size: int, batches: int) -> Round:
    def run() -> float:
        prepared = [[_text(records(size, numbers)) for _ in range(batches)] for _ in lines]
        work = [partial(send, line, mine) for line, mine in zip(lines, prepared, strict=True)]
        return _all_at_once(work, size * batches * len(lines))

    return run


if __name__ == "__main__":
    main()
