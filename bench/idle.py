"""What a kiosk costs that has nothing to hand over: bytes on the line, and the processor of centre and database.

A real server over loopback, one kept connection, signed polls without a record, one after the other. The time is
that of the processors, as the kernel counts it for each process; a poll is the middle of several rounds.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event

from bench.fleet import Caller, enrolled, fleet
from bench.report import Measure, middle, publish, spread
from crm.app import build_api
from crm.centre import Centre
from crm.database import Database
from tests.crm import postgres
from tests.crm.places import Files, Place
from tests.crm.signing import cheap_secrets
from tests.e2e.system import Process

#: There are so many others, who were heard of lately.
KIOSKS, HISTORY = 200, 1_000
WARM_UP, POLLS, ROUNDS = 50, 200, 5
DAY_S = 86_400
PACES_S = (15, 60)
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")

furnish = partial(enrolled, KIOSKS, HISTORY)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one poll: bytes both ways, and milliseconds by round."""

    sent: int
    read: int
    centre: list[float]
    database: list[float]
    statements: int


def main() -> None:
    Path("out").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="out") as folder, postgres.running() as server:
        measures = _measured("PostgreSQL", server) + _measured("SQLite", Files(Path(folder)))
    publish("idle", measures)


def _measured(kind: str, place: Place) -> list[Measure]:
    cost = _cost(place)
    line = cost.sent + cost.read
    ms = middle(cost.centre) + middle(cost.database)

    def row(what: str, unit: str, ours: float, steady: str = "") -> Measure:
        return Measure(f"{kind}, {what}", unit, ours, None, None, "report", {}, steady)

    rows = [
        row(
            "one poll: bytes on the line, without TCP and TLS", "B", line, f"{cost.sent} up, {cost.read} down"
        ),
        row("one poll: statements to the database", "", cost.statements, "BEGIN and COMMIT not counted"),
        row("one poll: the centre's processor", "ms", middle(cost.centre), spread(cost.centre)),
    ]
    if any(cost.database):
        rows.append(
            row("one poll: the database's processor", "ms", middle(cost.database), spread(cost.database))
        )
    for pace in PACES_S:
        polls = DAY_S // pace
        rows.append(row(f"a day at poll_s = {pace}: on the line", "MB", polls * line / 1e6))
        rows.append(row(f"a day at poll_s = {pace}: processor", "s", polls * ms / 1000))
    return rows


def _cost(place: Place) -> Cost:
    [kiosk] = fleet(1, 0)
    with tempfile.TemporaryDirectory() as folder, place.copy(furnish) as url:
        statements = _statements(url, kiosk)
        process = Process("centre", ["crm", "serve", "--db", url, "--http", "127.0.0.1:0"], Path(folder), {})
        try:
            address = re.sub("^http://", "", process.ready()["http"])
            with _line(address) as line:
                sizes = [line.poll(kiosk) for _ in range(WARM_UP)]
                centre, database = [], []
                for _ in range(ROUNDS):
                    before = _spent(process.pid), _database_spent()
                    for _ in range(POLLS):
                        line.poll(kiosk)
                    centre.append((_spent(process.pid) - before[0]) / POLLS)
                    database.append((_database_spent() - before[1]) / POLLS)
        finally:
            process.end()
    return Cost(*sizes[-1], centre, database, statements)


class _Line:
    """One kept connection."""

    def __init__(self, opened: socket.socket, host: str) -> None:
        self._socket = opened
        self._host = host

    def poll(self, kiosk: Caller) -> tuple[int, int]:
        """Bytes up and down."""
        request = kiosk.request(self._host, [], keep=True)
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), answer
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return len(request), len(head) + 4 + len(body)

    def _more(self) -> bytes:
        more = self._socket.recv(65536)
        assert more, "the centre hung up"
        return more


@contextmanager
def _line(address: str) -> Iterator[_Line]:
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as opened:
        yield _Line(opened, address)


def _statements(url: str, kiosk: Caller) -> int:
    """What a second poll asks the database, counted at the application itself."""
    asked: list[str] = []
    with closing(Database(url)) as database:
        event.listen(database.engine, "before_cursor_execute", lambda _c, _k, text, *_: asked.append(text))
        app = FastAPI()
        app.mount("/api", build_api(Centre(database), cheap_secrets()))
        with TestClient(app) as client:
            for _ in range(2):
                asked.clear()
                head, _, body = kiosk.request("testserver", [], keep=True).partition(b"\r\n\r\n")
                headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
                assert client.post("/api/v1/sync", content=body, headers=headers).status_code == 200
    return sum(1 for text in asked if not text.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")))


# --- the kernel's account -------------------------------------------------------------------------


def _spent(pid: int) -> float:
    """Milliseconds of processor that a process has had, in itself and in the kernel for it."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def _database_spent() -> float:
    """Of the PostgreSQL that we started, all its processes; a backend lives as long as the centre's connection."""
    servers = {pid for pid in _processes("postgres") if _parent(pid) == os.getpid()}
    return sum(_spent(pid) for pid in _processes("postgres") if pid in servers or _parent(pid) in servers)


def _processes(name: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and (entry / "comm").read_text(encoding="utf-8").strip() == name:
                found.append(int(entry.name))
        except OSError:  # it has just ended
            continue
    return found


def _parent(pid: int) -> int:
    try:
        return int(_stat(pid)[1])
    except OSError:
        return 0


def _stat(pid: int) -> list[str]:
    """From the state on, which is the third field (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


if __name__ == "__main__":
    main()
