"""The centre as a process of its own, with moods: `python -m tests.crm.hostile.moody --db URL --seed N [--naive FILE]`.

In between it answers 500 (before it has done anything, or after it has committed), 429 and 503, drawn from a seeded
generator. With `--naive FILE` there is no centre behind the moods but what one writes first: whatever comes is
inserted.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from random import Random
from typing import Any

import uvicorn

from crm.app import build_app
from crm.centre import Centre
from crm.database import Database

Asgi = Any
BUSY = 0.06


class Moody:
    """Around an application: of its requests to `/sync` some end otherwise than it meant."""

    def __init__(self, app: Asgi, seed: int) -> None:
        self._app = app
        self._chance = Random(seed)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/sync"):
            await self._app(scope, receive, send)
            return
        mood = self._chance.random()
        if mood < BUSY / 3:
            await _answer(send, 429, "slow_down", "1")
        elif mood < BUSY * 2 / 3:
            await _answer(send, 503, "unavailable", "2")
        elif mood < BUSY:
            await _answer(send, 500, "")
        elif mood < BUSY * 4 / 3:
            await self._app(scope, receive, _unheard)
            await _answer(send, 500, "")
        else:
            await self._app(scope, receive, send)


async def _unheard(_message: Any) -> None:
    """What the application says to nobody."""


async def _answer(send: Any, status: int, error: str, retry_after: str = "") -> None:
    body = json.dumps({"error": error, "detail": ""}).encode() if error else b"Internal Server Error"
    headers = [(b"content-length", str(len(body)).encode())]
    headers += [(b"retry-after", retry_after.encode())] if retry_after else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Naive:
    """Answers "stored" to everything, having inserted it: no id is looked at, so nothing is ever a duplicate."""

    def __init__(self, file: str) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS heard (id TEXT, kiosk TEXT, stream TEXT, seq INTEGER)")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            part = await receive()
            if part["type"] != "http.request":
                return  # half a request: whoever asked has gone
            body += part["body"]
            if not part.get("more_body"):
                break
        said = json.loads(body)
        rows = [(one["id"], said["kiosk"], one["stream"], one["seq"]) for one in said["records"]]
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO heard VALUES (?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        answers = [{"id": row[0], "verdict": "stored", "reason": None, "case": None} for row in rows]
        told = {"answers": answers, "through": {}, "poll_s": 15, "commands": [], "content": {}}
        told["server_time"] = "2026-11-26T00:00:00.000Z"
        text = json.dumps(told).encode()
        headers = [(b"content-length", str(len(text)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": text})


class _Server(uvicorn.Server):
    """Says by one line of JSON where it listens."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        print(json.dumps({"http": f"http://{host}:{port}"}), flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--db", default="")
    parser.add_argument("--naive", default="")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    app: Asgi = Naive(asked.naive) if asked.naive else build_app(Centre(Database(asked.db)))
    config = uvicorn.Config(
        Moody(app, asked.seed), host="127.0.0.1", port=0, log_level="critical", lifespan="off"
    )
    _Server(config).run()


if __name__ == "__main__":
    main()
