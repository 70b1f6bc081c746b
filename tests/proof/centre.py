"""The centre of one counter: the real application on SQLite behind a real server on loopback, in a process of its own.

For every point it is forked anew over a fresh copy of the data. What it holds afterwards is read from its file.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import event

from crm.app import build_api
from crm.centre import Centre, Settings
from crm.database import Database
from crm.kiosks.seal import Seal
from crm.schema import Bill
from tests.crm.signing import Phone, cheap_secrets
from tests.proof.times import Times

#: The question by which a kiosk sees whether bills are still open, before money moves.
LAST_LOOK = "/bills/check"


#: As `python -m crm serve` sets it.
AS_SERVED = replace(Settings(), published_fresh=timedelta(seconds=1))


class Fate(StrEnum):
    """Of one request: what becomes of it between kiosk and centre."""

    QUESTION_LOST = "question lost"
    ANSWER_LOST = "answer lost"
    LATE = "late"  # it is given up, and comes before the next one
    DOUBLED = "doubled"
    SECOND_ANSWER = "doubled, the second answer comes"


class Behind:
    """An application behind a line that does what lines do."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.names: list[str] = []
        self.at, self.fate = -1, Fate.DOUBLED
        #: What happens behind the next last look at bills.
        self.behind_check: Callable[[], None] | None = None
        self._late: list[tuple[Any, bytes]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        number = len(self.names)
        self.names.append(scope["path"].removeprefix("/api/v1/"))
        body = await _whole(receive)
        while self._late:
            await self._ask(*self._late.pop(0))
        if number == self.at:
            await self._meet(scope, body, send)
        else:
            await _tell(await self._ask(scope, body), send)

    async def _meet(self, scope: Any, body: bytes, send: Any) -> None:
        match self.fate:
            case Fate.QUESTION_LOST:
                await _break_off(send)
            case Fate.ANSWER_LOST:
                await self._ask(scope, body)
                await _break_off(send)
            case Fate.LATE:
                self._late.append((scope, body))
                await _break_off(send)
            case Fate.DOUBLED:
                first = await self._ask(scope, body)
                await self._ask(scope, body)
                await _tell(first, send)
            case Fate.SECOND_ANSWER:
                await self._ask(scope, body)
                await _tell(await self._ask(scope, body), send)

    async def _ask(self, scope: Any, body: bytes) -> list[Any]:
        """The application's whole answer."""
        told: list[Any] = []

        async def hear() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

        async def say(message: Any) -> None:
            told.append(message)

        await self.app(dict(scope), hear, say)
        if self.behind_check and scope["path"].endswith(LAST_LOOK):
            then, self.behind_check = self.behind_check, None
            then()
        return told


async def _whole(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _tell(answer: list[Any], send: Any) -> None:
    for message in answer:
        await send(message)


async def _break_off(send: Any) -> None:
    """Less comes than was announced, and the connection is gone."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
    await send({"type": "http.response.body", "body": b"{", "more_body": False})


class House:
    """The application, built once: which file its data are in and which time it is are told from outside."""

    def __init__(self) -> None:
        self.path, self.times = Path(), Times()
        self.database = Database("sqlite:///nowhere.db", busy_ms=2000)
        self.app = self._built()

        @event.listens_for(self.database.engine, "do_connect")
        def connects(_dialect: Any, _record: Any, given: list[Any], _more: Any) -> None:
            given[:] = [str(self.path)]

    def _built(self) -> FastAPI:
        centre = Centre(self.database, AS_SERVED, lambda: self.times.utc(), Seal())
        app = FastAPI()
        app.mount("/api", build_api(centre, cheap_secrets(), messenger=Phone()))
        return app


class CentreProcess:
    """`url` answers from the first `open` on. Each `open` is another process."""

    def __init__(self, times: Times, house: House) -> None:
        self.url, self._listener = "", socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._times, self._house = times, house
        self._meets, self._child = 0, 0
        self._ours: socket.socket

    def open(self, path: Path) -> None:
        """From now on the data are those in `path`."""
        self.end()
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._house.path, self._house.times = path, self._times
        self._child = os.fork()
        if not self._child:
            self._ours.close()
            _serve(self._house, self._listener, theirs)
        theirs.close()

    def meet(self, number: int, fate: Fate) -> None:
        """What becomes of a request, counted from `open` on."""
        self._order("meet", f"{number} {fate.value}")
        self._meets = number

    def pay_elsewhere(self, bill: str) -> None:
        """Behind the next last look somebody pays this bill at a bank."""
        self._order("elsewhere", bill)

    def has_met(self) -> bool:
        return self.asked() > self._meets

    def asked(self) -> int:
        """How many requests came since `open`."""
        return len(self.names())

    def names(self) -> list[str]:
        return self._order("names", "").split()

    def _order(self, what: str, more: str) -> str:
        self._ours.send(f"{what} {more}".encode())
        return self._ours.recv(1 << 16)[1:].decode()

    def close(self) -> None:
        self.end()
        self._listener.close()

    def end(self) -> None:
        if self._child:
            self._ours.close()
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            self._child = 0


def _serve(house: House, listener: socket.socket, orders: socket.socket) -> None:
    behind = Behind(house.app)

    def order() -> None:
        what, _, more = orders.recv(4096).decode().partition(" ")
        match what:
            case "meet":
                number, _, fate = more.partition(" ")
                behind.at, behind.fate = int(number), Fate(fate)
                orders.send(b" ")
            case "elsewhere":
                behind.behind_check = lambda: _paid_at_a_bank(house, more)
                orders.send(b" ")
            case "names":
                orders.send(f" {' '.join(behind.names)}".encode())
            case _:
                os._exit(0)

    async def run() -> None:
        asyncio.get_running_loop().add_reader(orders, order)
        await server_of(behind).serve(sockets=[listener])

    gc.disable()  # it lives shorter than it would pay
    try:
        asyncio.run(run())
    finally:
        os._exit(0)


def server_of(app: Any) -> uvicorn.Server:
    """On a port of loopback, unless it is given a listener."""
    return uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, log_level="critical", lifespan="off"))


def _paid_at_a_bank(house: House, bill: str) -> None:
    with house.database.writing() as session:
        found = session.get_one(Bill, bill)
        found.paid_minor, found.paid_on, found.paid_by = found.amount_minor, house.times.now().date(), "bank"


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()
