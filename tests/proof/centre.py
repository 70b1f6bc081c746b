"""The centre of one counter: the real application on SQLite behind a real server on loopback, in a process of its own.

For every point it gets a fresh copy of the data. What it holds afterwards is read from its file.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from crm.app import build_api
from crm.centre import Centre
from crm.database import Database
from crm.kiosks.seal import Seal
from tests.crm.signing import Phone, cheap_secrets
from tests.proof.times import Times


class Fate(StrEnum):
    """Of one request: what becomes of it between kiosk and centre."""

    QUESTION_LOST = "question lost"
    ANSWER_LOST = "answer lost"
    LATE = "late"  # it is given up, and comes before the next one
    DOUBLED = "doubled"
    SECOND_ANSWER = "doubled, the second answer comes"


class Behind:
    """An application that can be exchanged, behind a line that does what lines do."""

    def __init__(self) -> None:
        self.app: Any = None
        self.names: list[str] = []
        self.at, self.fate = -1, Fate.DOUBLED
        self._late: list[tuple[Any, bytes]] = []

    def begin(self, app: Any) -> None:
        self.app, self.at = app, -1
        self.names.clear()
        self._late.clear()

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


class CentreProcess:
    """`url` answers from the first `open` on."""

    def __init__(self, times: Times) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._meets = 0
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._child = os.fork()
        if not self._child:
            self._ours.close()
            _serve(listener, theirs, times)
        listener.close()
        theirs.close()

    def open(self, path: Path) -> None:
        """From now on the data are those in `path`."""
        assert self._order("open", str(path)) == "open"

    def meet(self, number: int, fate: Fate) -> None:
        """What becomes of a request, counted from `open` on."""
        self._order("meet", f"{number} {fate.value}")
        self._meets = number

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
        self._ours.close()
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def _serve(listener: socket.socket, orders: socket.socket, times: Times) -> None:
    behind = Behind()
    opened: list[Database] = []

    def order() -> None:
        what, _, more = orders.recv(4096).decode().partition(" ")
        match what:
            case "open":
                open_centre(more)
                orders.send(b" open")
            case "meet":
                number, _, fate = more.partition(" ")
                behind.at, behind.fate = int(number), Fate(fate)
                orders.send(b" ")
            case "names":
                orders.send(f" {' '.join(behind.names)}".encode())
            case _:
                os._exit(0)

    def open_centre(path: str) -> None:
        while opened:
            opened.pop().close()
        opened.append(Database(f"sqlite:///{path}", busy_ms=2000))
        app = FastAPI()
        app.mount(
            "/api",
            build_api(Centre(opened[0], clock=times.utc, seal=Seal()), cheap_secrets(), messenger=Phone()),
        )
        behind.begin(app)

    async def run() -> None:
        asyncio.get_running_loop().add_reader(orders, order)
        config = uvicorn.Config(behind, log_level="critical", lifespan="off")
        await uvicorn.Server(config).serve(sockets=[listener])

    gc.freeze()
    try:
        asyncio.run(run())
    finally:
        os._exit(0)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()
