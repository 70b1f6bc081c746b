"""An application behind a real server on loopback, for as long as a block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI


class Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, app: FastAPI) -> None:
        # A page that listens for news is not waited for.
        leave: dict[str, Any] = {"lifespan": "off", "timeout_graceful_shutdown": 1}
        super().__init__(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", **leave))
        self.listening = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Where it can be reached."""
    server = Server(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert server.listening.wait(timeout=20)
    try:
        yield server.address
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive()
