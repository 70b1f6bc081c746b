"""A fleet of kiosks for benches: each with a key, a queue, and the courier's own rules; all in one task loop.

Signed on the way by hand, as RFC 9421 says it for our one shape: a library would cost the load more than the centre.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert

from bench.history import furnish
from crm.database import Database
from crm.intake.bodies import body_hash
from crm.intake.references import complete
from crm.schema import Kiosk
from kiosk.services.courier import Pace
from tests.crm.signing import EPOCH, contract

#: What a kiosk waits for a whole answer (kiosk/sync/line.py).
PATIENCE_S = 8.0
PATH = "/api/v1/sync"
COVERED = '("@method" "@path" "content-digest")'
FIELDS = {"device": "receipt_printer", "by": "", "text": "x" * 300}
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: none in time. `sent` and `read` in bytes."""

    status: int
    retry_after: float | None
    document: Any
    sent: int = 0
    read: int = 0


@dataclass(slots=True)
class Caller:
    """One kiosk. Its times are seconds since the storm began."""

    number: int
    queue: list[dict[str, Any]]
    key: Ed25519PrivateKey
    drained: float | None = None
    failures: int = 0
    seen: Counter[int] = field(default_factory=Counter)

    @property
    def id(self) -> str:
        return f"S{self.number}"

    def request(self, host: str, records: list[dict[str, Any]], keep: bool = False) -> bytes:
        """One signed request, as the kiosk's own library writes it; `keep`: the connection is kept."""
        ask = {"kiosk": self.id, "epoch": EPOCH, "records": records}
        body = json.dumps(ask, separators=(",", ":"), ensure_ascii=False).encode()
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        nonce = secrets.token_urlsafe(16)
        about = f'{COVERED};created={int(time.time())};keyid="{self.id}";alg="ed25519";nonce="{nonce}"'
        signed = "\n".join(
            (
                '"@method": POST',
                f'"@path": {PATH}',
                f'"content-digest": {digest}',
                f'"@signature-params": {about}',
            )
        )
        signature = base64.b64encode(self.key.sign(signed.encode())).decode()
        urgent = any(each["stream"] == "money" for each in records)
        head = [
            f"POST {PATH} HTTP/1.1",
            f"Host: {host}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Content-Digest: {digest}",
            f"Signature-Input: kiosk={about}",
            f"Signature: kiosk=:{signature}:",
            *(["Priority: u=1"] if urgent else []),
            "Connection: keep-alive" if keep else "Connection: close",
        ]
        return "\r\n".join([*head, "", ""]).encode() + body


def key_of(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"kiosk {number}".encode()).digest())


def enrolled(kiosks: int, history: int, database: Database) -> None:
    """A centre with something behind it, and a fleet that has enrolled."""
    furnish(history, database)
    rows = [
        {
            "id": f"S{number}",
            "site": f"Site {number % 50}",
            "public_key": base64.b64encode(key_of(number).public_key().public_bytes_raw()).decode(),
            "epoch": EPOCH,
        }
        for number in range(kiosks)
    ]
    with database.writing() as session:
        session.execute(insert(Kiosk), rows)


def fleet(kiosks: int, records: int) -> list[Caller]:
    return [Caller(number, list(_queue(number, records)), key_of(number)) for number in range(kiosks)]


def _queue(number: int, records: int) -> Iterator[dict[str, Any]]:
    """Money first: a payment at every third kiosk, a call asked for at every tenth, and lines of audit."""
    kiosk, left = f"S{number}", records
    if number % 3 == 0:
        left -= 1
        body = contract("records/payment.declined.json")["body"]
        told = {**body, "payment": _id(number, 1), "reference": complete(kiosk, 1)}
        yield _record(number, 1, "money", "payment", 1, told)
    if number % 10 == 0:
        left -= 1
        told = {
            **contract("records/callback.json")["body"],
            "reference": complete(kiosk, 2),
            "phone": f"09{number:08}",
        }
        yield _record(number, 2, "cases", "callback", 1, told)
    for seq in range(1, left + 1):
        body = {"kind": "maintenance.entered", "fields": FIELDS, "chain": f"{seq:064x}"}
        yield _record(number, 2 + seq, "telemetry", "audit", seq, body)


def _id(number: int, place: int) -> str:
    return str(UUID(int=(0x0193A1F0 << 96) | (7 << 76) | (2 << 62) | number << 16 | place))


def _record(
    number: int, place: int, stream: str, kind: str, seq: int, body: dict[str, Any]
) -> dict[str, Any]:
    head = {"id": _id(number, place), "stream": stream, "seq": seq, "kind": kind, "v": 1}
    when = {"at": "2026-11-22T06:05:41.000Z", "tz": "Asia/Taipei"}
    return {**head, **when, "body": body, "body_hash": body_hash(body)}


# --- on the line ----------------------------------------------------------------------------------


async def ask(address: str, request: bytes) -> Answer:
    """One exchange over a connection of its own, as after a line that was down."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await _exchange(address, request)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return Answer(NO_ANSWER, None, None, len(request))


async def _exchange(address: str, request: bytes) -> Answer:
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        body = await reader.readexactly(int(fields["content-length"]))
    finally:
        writer.close()
    wait = fields.get("retry-after")
    read = len(head) + len(body)
    return Answer(int(head.split()[1]), float(wait) if wait else None, json.loads(body), len(request), read)


async def storm(address: str, callers: list[Caller], limit_s: float, pace: Pace | None = None) -> float:
    """All come back within a second; seconds until the last queue was empty, or the limit."""
    chance, began = random.Random(1), time.monotonic()
    since: Callable[[], float] = partial(_since, began)
    bring = [_bring(address, each, chance.random, since, limit_s, pace or Pace()) for each in callers]
    await asyncio.gather(*bring)
    return since()


def _since(began: float) -> float:
    return time.monotonic() - began


async def _bring(
    address: str,
    caller: Caller,
    chance: Callable[[], float],
    since: Callable[[], float],
    limit_s: float,
    pace: Pace,
) -> None:
    """As the courier does: a full batch is followed by another call at once, a failure by a longer pause each time."""
    await asyncio.sleep(chance())
    batch = caller.queue[: pace.batch]
    while since() < limit_s:
        answer = await ask(address, caller.request(address, batch))
        caller.seen[answer.status] += 1
        if answer.status != 200:
            caller.failures += 1
            pause = pace.after_failure(caller.failures, chance(), answer.retry_after)
            await asyncio.sleep(min(pause.total_seconds(), max(0.0, limit_s - since())))
            continue
        caller.failures = 0
        done = {
            each["id"] for each in answer.document["answers"] if each["verdict"] in ("stored", "duplicate")
        }
        caller.queue = [each for each in caller.queue if each["id"] not in done]
        if not caller.queue and caller.drained is None:
            caller.drained = since()
        if len(batch) < pace.batch or not done:
            return
        batch = caller.queue[: pace.batch]
