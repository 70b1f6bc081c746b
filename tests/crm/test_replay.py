"""L1: what somebody who heard a kiosk's requests, or holds another key, can make of them: nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from crm.centre import Centre
from crm.kiosks import registry
from tests.crm.places import on_sqlite
from tests.crm.signing import COVERED, EPOCH, SigningKiosk, StepClock

#: Who may come in does not depend on the database.
pytestmark = [pytest.mark.requirement("L1"), on_sqlite]

HEARTBEAT = {"kiosk": "K07", "epoch": EPOCH, "records": []}
SIGNS = "abcXYZ019:;=(), @{}[]"
#: The last character of base64 holds bits that nobody reads.
TAIL = 4
NONCE = "sixteen-and-more"


def refused(answer: httpx2.Response, *errors: str) -> bool:
    return answer.status_code == 401 and answer.json()["error"] in (errors or ("bad_signature",))


def sent_as(client: TestClient, method: str, path: str, signed: httpx2.Request) -> httpx2.Response:
    """The very bytes and headers of `signed`, another way."""
    return client.request(method, path, content=signed.content, headers=dict(signed.headers))


def test_a_nonce_is_a_kiosks_own(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    """L1: two that chose the same one do not shut each other out; the one that said it twice is."""
    assert kiosk.post("sync", HEARTBEAT, nonce=NONCE).status_code == 200
    theirs = {**HEARTBEAT, "kiosk": "K03"}
    assert other_kiosk.post("sync", theirs, nonce=NONCE).status_code == 200
    assert refused(kiosk.post("sync", HEARTBEAT, nonce=NONCE))
    assert refused(kiosk.post("content", {"kiosk": "K07", "have": {}}, nonce=NONCE))


def test_a_refused_request_uses_no_nonce_up(kiosk: SigningKiosk) -> None:
    """L1: or whoever guesses nonces could shut a kiosk out."""
    thief = SigningKiosk(kiosk.client, kiosk.clock, "K07")
    assert refused(thief.post("sync", HEARTBEAT, nonce=NONCE))
    assert kiosk.post("sync", HEARTBEAT, nonce=NONCE).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method(method: str, kiosk: SigningKiosk, client: TestClient) -> None:
    signed = kiosk.request("sync", HEARTBEAT)
    assert sent_as(client, method, "/api/v1/sync", signed).status_code in (401, 405)
    assert client.send(signed).status_code == 200  # nothing of it was taken


@pytest.mark.parametrize("path", ["/api/v1/sync/", "/api//v1/sync", "/api/v1/Sync", "/api/v1/bills"])
def test_another_path(path: str, kiosk: SigningKiosk, client: TestClient) -> None:
    signed = kiosk.request("sync", HEARTBEAT)
    assert sent_as(client, "POST", path, signed).status_code in (401, 404)


def with_input(signed: httpx2.Request, change: Callable[[str], str]) -> httpx2.Request:
    signed.headers["Signature-Input"] = change(signed.headers["Signature-Input"])
    return signed


@pytest.mark.parametrize("other", ["hmac-sha256", "rsa-v1_5-sha256", "none", ""])
def test_an_algorithm_of_the_senders_choice(other: str, kiosk: SigningKiosk, client: TestClient) -> None:
    """L1: named in the signature, it still is Ed25519 or nothing."""
    signed = kiosk.request("sync", HEARTBEAT)
    changed = with_input(signed, lambda text: text.replace('alg="ed25519"', f'alg="{other}"'))
    assert refused(client.send(changed))


def test_the_public_key_as_a_shared_secret(kiosk: SigningKiosk, client: TestClient) -> None:
    """L1: the old trick: a MAC under a key that everybody may know."""
    signed = kiosk.request("sync", HEARTBEAT)
    for name in ("Signature", "Signature-Input", "Content-Digest"):
        del signed.headers[name]
    public = kiosk.key.public_key().public_bytes_raw()
    keys = MappingKeyResolver(public_keys={}, private_keys={"K07": public})
    signer = HTTPMessageSigner(signature_algorithm=algorithms.HMAC_SHA256, key_resolver=keys)
    signer.sign(
        signed,
        key_id="K07",
        created=kiosk.clock.now,
        nonce=NONCE,
        label="kiosk",
        covered_component_ids=COVERED,
        body=signed.content,
    )
    assert refused(client.send(signed))


def test_two_signatures_are_one_too_many(kiosk: SigningKiosk, client: TestClient) -> None:
    """L1: a good one does not carry another in, in whatever order."""
    for first, second in (("kiosk", "other"), ("other", "kiosk")):
        one, two = (kiosk.request("sync", HEARTBEAT, label=label) for label in (first, second))
        for name in ("Signature", "Signature-Input"):
            one.headers[name] = f"{one.headers[name]}, {two.headers[name]}"
        assert refused(client.send(one))


def test_a_revoked_key_opens_nothing(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """L1: no function, not only the one that takes records."""
    with centre.database.writing() as session:
        registry.revoke(session, "K07", "lead", clock.now)
    asks: dict[str, Any] = {
        "sync": HEARTBEAT,
        "content": {"kiosk": "K07", "have": {}},
        "sign-in": {"visit": "v", "card": "990120260007730", "pin": "482913"},
        "sign-in/code": {"visit": "v", "account": "7730"},
        "bills/scanned": {"visit": "v", "scheme": "own", "codes": ["x"]},
        "cases/K07-2222-2222": {"visit": "v"},
    }
    for function, ask in asks.items():
        assert refused(kiosk.post(function, ask), "revoked"), function


def test_no_slip_in_a_signed_request_is_taken(kiosk: SigningKiosk, client: TestClient) -> None:
    """L1: one character of its headers or body put into another, anywhere."""
    dice = random.Random(20261126)
    for _ in range(200):
        signed = kiosk.request("sync", HEARTBEAT)
        texts = {name: signed.headers[name] for name in ("signature", "signature-input", "content-digest")}
        texts["body"] = signed.content.decode()
        where = dice.choice(sorted(texts))
        place = dice.randrange(len(texts[where]) - TAIL)
        changed = texts[where][:place] + dice.choice(SIGNS) + texts[where][place + 1 :]
        if changed == texts[where]:
            continue
        texts[where] = changed
        body = texts.pop("body").encode()
        answer = client.post("/api/v1/sync", content=body, headers={**signed.headers, **texts})
        shapeless = where == "body" and answer.status_code in (400, 422)
        assert shapeless or refused(answer, "bad_signature", "unknown_kiosk"), (where, changed, answer.text)
