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


class Behind:
    """An application that can be exchanged."""

    def __init__(self) -> None:
        self.app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


class CentreProcess:
    """`url` answers from the first `open` on."""

    def __init__(self, times: Times) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._child = os.fork()
        if not self._child:
            self._ours.close()
            _serve(listener, theirs, times)
        listener.close()
        theirs.close()

    def open(self, path: Path) -> None:
        """From now on the data are those in `path`."""
        self._ours.send(str(path).encode())
        assert self._ours.recv(16) == b"open"

    def close(self) -> None:
        self._ours.close()
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)


def _serve(listener: socket.socket, orders: socket.socket, times: Times) -> None:
    behind = Behind()
    opened: list[Database] = []

    def order() -> None:
        path = orders.recv(4096).decode()
        if not path:
            os._exit(0)
        while opened:
            opened.pop().close()
        opened.append(Database(f"sqlite:///{path}", busy_ms=2000))
        app = FastAPI()
        app.mount(
            "/api",
            build_api(Centre(opened[0], clock=times.utc, seal=Seal()), cheap_secrets(), messenger=Phone()),
        )
        behind.app = app
        orders.send(b"open")

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
