"""A kiosk as far as the centre can tell: it enrols, signs and sends what the contract says. And a clock to step."""

from __future__ import annotations

import base64
import json
import re
import secrets as random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.kiosks import registry
from crm.tokens import Secrets

CONTRACT = Path(__file__).parents[1] / "contract"
EPOCH = "0193a1f0-0000-7000-8000-000000000001"
CARD, PIN = "990120260007730", "482913"
COVERED = ("@method", "@path", "content-digest")


def contract(name: str) -> Any:
    """One golden example, such as `messages/sync.json`."""
    return json.loads((CONTRACT / name).read_text(encoding="utf-8"))


def canonical(ask: Any) -> str:
    """As kiosks write it."""
    return json.dumps(ask, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def cheap_secrets() -> Secrets:
    """argon2id as shipped, at the least cost it allows."""
    return Secrets(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@dataclass
class StepClock:
    """A clock that stands still until it is stepped."""

    now: datetime = datetime(2026, 11, 22, 6, 5, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def step(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Phone:
    """Every customer's phone: keeps (to, text), newest last."""

    messages: list[tuple[str, str]] = field(default_factory=list)

    def send(self, to: str, text: str) -> None:
        self.messages.append((to, text))

    @property
    def code(self) -> str:
        """The newest code that came."""
        [code] = re.findall(r"\b\d{6}\b", self.messages[-1][1])
        return str(code)


@dataclass
class SigningKiosk:
    """A kiosk as far as the centre can tell: an id, a key, and requests signed by it."""

    client: TestClient
    clock: StepClock
    id: str = "K07"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    door: str = "/api/v1"
    label: str = "kiosk"

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def enrol(self, code: str) -> httpx2.Response:
        ask = {"kiosk": self.id, "code": code, "public_key": self.public_key, "epoch": EPOCH}
        return self.client.post("/api/v1/enrol", json=ask)

    def request(self, function: str, ask: Any, **signing: Any) -> httpx2.Request:
        """A signed request, not sent yet. `signing` overrides what goes into the signature."""
        body = ask if isinstance(ask, bytes) else canonical(ask).encode()
        headers = {"Content-Type": "application/json"}
        request = self.client.build_request("POST", f"{self.door}/{function}", content=body, headers=headers)
        keys = MappingKeyResolver(public_keys={}, private_keys={signing.get("key_id", self.id): self.key})
        settings = {
            "key_id": self.id,
            "created": self.clock.now,
            "nonce": random.token_urlsafe(16),
            "label": self.label,
            "covered_component_ids": COVERED,
            **signing,
        }
        signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys)
        signer.sign(request, body=body, **settings)
        return request

    def post(self, function: str, ask: Any, **signing: Any) -> httpx2.Response:
        return self.client.send(self.request(function, ask, **signing))

    def sign_in(self, card: str = CARD, pin: str = PIN, visit: str = "v1") -> httpx2.Response:
        return self.post("sign-in", {"visit": visit, "card": card, "pin": pin})

    def sign_in_by(self, account: str, visit: str = "v1", **proof: str) -> httpx2.Response:
        """`proof`: `pin=` or `code=`."""
        return self.post("sign-in", {"visit": visit, "account": account, **proof})

    def ask_code(self, account: str, visit: str = "v1") -> httpx2.Response:
        return self.post("sign-in/code", {"visit": visit, "account": account})

    def grant(self, card: str = CARD, pin: str = PIN, visit: str = "v1") -> str:
        grant: str = self.sign_in(card, pin, visit).json()["grant"]
        return grant

    def sync(
        self, *records: dict[str, Any], epoch: str = EPOCH, chain: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        ask = {"kiosk": self.id, "epoch": epoch, "records": list(records)}
        answer = self.post("sync", ask if chain is None else {**ask, "chain": chain})
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


def enrolled(centre: Centre, client: TestClient, clock: StepClock, id: str) -> SigningKiosk:
    """A kiosk that came in by a one-time code."""
    kiosk = SigningKiosk(client, clock, id)
    with centre.database.writing() as session:
        code = registry.issue_code(session, id, "三重", clock.now, timedelta(hours=24))
    assert kiosk.enrol(code).status_code == 200
    return kiosk


def seal(record: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The record with other body fields and the hash that belongs to them."""
    body = json.loads(json.dumps(record["body"]))
    for name, value in changed.items():
        body[name] = value
    return {**record, "body": body, "body_hash": body_hash(body)}
