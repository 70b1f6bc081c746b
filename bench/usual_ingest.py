"""What is usually written to take events in: FastAPI, Pydantic, arrays to PostgreSQL. A peer for `bench/ingest.py`."""

from __future__ import annotations

import json
import sys
import threading
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import uvicorn
from fastapi import FastAPI
from psycopg.types.json import Jsonb
from pydantic import BaseModel

FIELDS = {
    "id": "uuid",
    "stream": "text",
    "seq": "bigint",
    "kind": "text",
    "v": "int",
    "at": "timestamptz",
    "tz": "text",
    "body": "jsonb",
    "body_hash": "text",
}
TABLE = (
    f"CREATE TABLE event ({', '.join(f'{name} {kind}' for name, kind in FIELDS.items())}, PRIMARY KEY (id))"
)
INTO = (
    f"INSERT INTO event SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in FIELDS.values())})"
    " ON CONFLICT DO NOTHING"
)


class Event(BaseModel):
    id: UUID
    stream: str
    seq: int
    kind: str
    v: int
    at: datetime
    tz: str
    body: dict[str, Any]
    body_hash: str


class Batch(BaseModel):
    records: list[Event]


class Taken(BaseModel):
    id: UUID
    verdict: str


def build(url: str) -> FastAPI:
    app = FastAPI()
    mine = threading.local()
    with psycopg.connect(url) as line:
        line.execute(TABLE)

    @app.post("/events")
    def events(batch: Batch) -> list[Taken]:
        if not hasattr(mine, "line"):
            mine.line = psycopg.connect(url, autocommit=True)
        columns = [[getattr(event, name) for event in batch.records] for name in FIELDS if name != "body"]
        columns.insert(7, [Jsonb(event.body) for event in batch.records])
        mine.line.execute(INTO, columns, prepare=True)
        return [Taken(id=event.id, verdict="stored") for event in batch.records]

    return app


class _Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        print(json.dumps({"http": f"http://{host}:{port}"}), flush=True)


if __name__ == "__main__":
    config = uvicorn.Config(build(sys.argv[1]), port=0, log_level="warning", access_log=False)
    _Server(config).run()
