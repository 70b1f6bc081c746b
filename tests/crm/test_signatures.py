"""Who may speak: every way in which a request is not, or no longer, an enrolled kiosk's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm.app import build_api
from crm.centre import Centre
from crm.kiosks import registry
from crm.rounds import go_round
from crm.schema import Kiosk, Nonce
from crm.tokens import Secrets
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract

HEARTBEAT = {"kiosk": "K07", "epoch": EPOCH, "records": []}

pytestmark = pytest.mark.requirement("L1")


def error(answer: httpx2.Response) -> tuple[int, str]:
    assert set(answer.json()) == {"error", "detail"}
    return answer.status_code, answer.json()["error"]


def test_a_signed_request_is_heard(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """L1: and its kiosk is seen."""
    clock.step(seconds=30)
    kiosk.sync()
    with centre.database.reading() as session:
        assert session.get_one(Kiosk, "K07").last_seen_at == clock.now


@pytest.mark.parametrize("missing", ["Signature", "Signature-Input", "Content-Digest"])
def test_an_unsigned_request(missing: str, kiosk: SigningKiosk) -> None:
    request = kiosk.request("sync", HEARTBEAT)
    del request.headers[missing]
    assert error(kiosk.client.send(request)) == (401, "bad_signature")


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_clock_too_far_off(seconds: int, kiosk: SigningKiosk, clock: StepClock) -> None:
    answer = kiosk.post("sync", HEARTBEAT, created=clock.now + timedelta(seconds=seconds))
    assert error(answer) == (401, "bad_signature")


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_just_near_enough(seconds: int, kiosk: SigningKiosk, clock: StepClock) -> None:
    answer = kiosk.post("sync", HEARTBEAT, created=clock.now + timedelta(seconds=seconds))
    assert answer.status_code == 200


def test_the_same_request_twice(kiosk: SigningKiosk) -> None:
    request = kiosk.request("sync", HEARTBEAT)
    assert kiosk.client.send(request).status_code == 200
    assert error(kiosk.client.send(request)) == (401, "bad_signature")


def test_a_nonce_is_kept_as_long_as_it_could_be_replayed_and_no_longer(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    early = kiosk.request("sync", HEARTBEAT, created=clock.now + timedelta(seconds=300))
    assert kiosk.client.send(early).status_code == 200
    clock.step(seconds=599)
    assert error(kiosk.client.send(early)) == (401, "bad_signature")
    clock.step(seconds=2)
    go_round(centre)
    kiosk.sync()
    with centre.database.reading() as session:
        assert session.query(Nonce).count() == 1


@pytest.mark.parametrize("nonce", ["", "short", "n" * 65, None])
def test_a_nonce_that_is_none(nonce: str | None, kiosk: SigningKiosk) -> None:
    assert error(kiosk.post("sync", HEARTBEAT, nonce=nonce)) == (401, "bad_signature")


@pytest.mark.parametrize(
    "covered", [("@method", "content-digest"), ("@path", "content-digest"), ("@method", "@authority")]
)
def test_a_signature_over_too_little(covered: tuple[str, ...], kiosk: SigningKiosk) -> None:
    answer = kiosk.post("sync", HEARTBEAT, covered_component_ids=covered)
    assert error(answer) == (401, "bad_signature")


def test_another_label(kiosk: SigningKiosk) -> None:
    assert error(kiosk.post("sync", HEARTBEAT, label="other")) == (401, "bad_signature")


def test_a_body_changed_on_the_way(kiosk: SigningKiosk) -> None:
    signed = kiosk.request("sync", HEARTBEAT)
    changed = json.dumps({**HEARTBEAT, "records": [contract("records/audit.json")]}).encode()
    headers = {name: value for name, value in signed.headers.items() if name != "content-length"}
    answer = kiosk.client.post("/api/v1/sync", content=changed, headers=headers)
    assert error(answer) == (401, "bad_signature")


def test_a_body_and_its_digest_changed_on_the_way(kiosk: SigningKiosk) -> None:
    signed = kiosk.request("sync", HEARTBEAT)
    other = kiosk.request("sync", {**HEARTBEAT, "epoch": "another"})
    other.headers["Signature"] = signed.headers["Signature"]
    other.headers["Signature-Input"] = signed.headers["Signature-Input"]
    assert error(kiosk.client.send(other)) == (401, "bad_signature")


def test_a_signature_moved_to_another_function(kiosk: SigningKiosk) -> None:
    signed = kiosk.request("bills", HEARTBEAT)
    answer = kiosk.client.post("/api/v1/sync", content=signed.content, headers=dict(signed.headers))
    assert error(answer) == (401, "bad_signature")


def test_another_key_under_this_id(kiosk: SigningKiosk, clock: StepClock) -> None:
    thief = SigningKiosk(kiosk.client, clock, "K07", Ed25519PrivateKey.generate())
    assert error(thief.post("sync", HEARTBEAT)) == (401, "bad_signature")


def test_an_unknown_kiosk(kiosk: SigningKiosk, clock: StepClock) -> None:
    stranger = SigningKiosk(kiosk.client, clock, "K99")
    assert error(stranger.post("sync", HEARTBEAT)) == (401, "unknown_kiosk")


def test_a_kiosk_that_speaks_for_another(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    assert error(other_kiosk.post("sync", HEARTBEAT)) == (422, "invalid")


def test_a_revoked_kiosk_keeps_its_queue_and_its_new_key_drains_it(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """L1: revoked is refused; enrolled again with a new key, the same records are taken."""
    record = contract("records/payment.approved.json")
    with centre.database.writing() as session:
        assert registry.revoke(session, "K07", "lead", clock.now)
    assert error(kiosk.post("sync", {**HEARTBEAT, "records": [record]})) == (401, "revoked")
    with centre.database.writing() as session:
        code = registry.issue_code(session, "K07", "", clock.now, timedelta(hours=24))
    renewed = SigningKiosk(kiosk.client, clock, "K07")
    assert renewed.enrol(code).status_code == 200
    assert [answer["verdict"] for answer in renewed.sync(record)["answers"]] == ["stored"]
    assert error(kiosk.post("sync", HEARTBEAT)) == (401, "bad_signature")


# --- enrolment --------------------------------------------------------------------------------


@pytest.fixture
def code(centre: Centre, clock: StepClock) -> str:
    with centre.database.writing() as session:
        return registry.issue_code(session, "K07", "三重", clock.now, timedelta(hours=24))


def test_a_code_is_good_once(client: TestClient, clock: StepClock, code: str) -> None:
    assert SigningKiosk(client, clock).enrol(code).status_code == 200
    assert error(SigningKiosk(client, clock).enrol(code)) == (401, "unknown_kiosk")


def test_the_answer_to_an_enrolment_was_lost(client: TestClient, clock: StepClock, code: str) -> None:
    kiosk = SigningKiosk(client, clock)
    assert kiosk.enrol(code).status_code == kiosk.enrol(code).status_code == 200
    assert kiosk.post("sync", HEARTBEAT).status_code == 200


def test_a_used_code_does_not_undo_a_revocation(
    centre: Centre, client: TestClient, clock: StepClock, code: str
) -> None:
    kiosk = SigningKiosk(client, clock)
    kiosk.enrol(code)
    with centre.database.writing() as session:
        registry.revoke(session, "K07", "lead", clock.now)
    assert error(kiosk.enrol(code)) == (401, "unknown_kiosk")


def test_a_code_goes_stale(client: TestClient, clock: StepClock, code: str) -> None:
    clock.step(hours=24)
    assert error(SigningKiosk(client, clock).enrol(code)) == (401, "unknown_kiosk")


def test_a_code_is_for_one_kiosk(client: TestClient, clock: StepClock, code: str) -> None:
    assert error(SigningKiosk(client, clock, "K08").enrol(code)) == (401, "unknown_kiosk")


def test_a_newer_code_voids_the_older(
    client: TestClient, centre: Centre, clock: StepClock, code: str
) -> None:
    with centre.database.writing() as session:
        registry.issue_code(session, "K07", "三重", clock.now, timedelta(hours=24))
    assert error(SigningKiosk(client, clock).enrol(code)) == (401, "unknown_kiosk")


def test_a_code_typed_in_small_letters_without_dashes(
    client: TestClient, clock: StepClock, code: str
) -> None:
    assert SigningKiosk(client, clock).enrol(code.lower().replace("-", " ")).status_code == 200


@pytest.mark.parametrize("key", ["", "????", "AAAA", "A" * 44])
def test_a_key_that_is_none(key: str, client: TestClient, code: str) -> None:
    ask = {"kiosk": "K07", "code": code, "public_key": key, "epoch": EPOCH}
    assert error(client.post("/api/v1/enrol", json=ask)) == (422, "invalid")


# --- bad input --------------------------------------------------------------------------------


def test_a_body_too_large_is_turned_away_unread(client: TestClient) -> None:
    assert error(client.post("/api/v1/sync", content=b"[" * 1_000_001)) == (413, "too_large")


def test_a_body_too_large_that_does_not_say_so(client: TestClient) -> None:
    chunks = (b"[" * 100_000 for _ in range(11))
    assert error(client.post("/api/v1/sync", content=chunks)) == (413, "too_large")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"kiosk":'])
def test_a_body_that_is_no_json(body: bytes, kiosk: SigningKiosk) -> None:
    status, code = error(kiosk.post("sync", body))
    assert (status, code) in {(400, "bad_request"), (422, "invalid")}


ASKS: list[Any] = [
    [],
    1,
    "x",
    None,
    {},
    {"kiosk": 7},
    {**HEARTBEAT, "records": {}},
    {**HEARTBEAT, "epoch": ""},
]


@pytest.mark.parametrize("ask", ASKS, ids=repr)
def test_json_that_is_no_question(ask: Any, kiosk: SigningKiosk) -> None:
    assert error(kiosk.post("sync", ask)) == (422, "invalid")


def test_an_error_does_not_repeat_what_was_sent(kiosk: SigningKiosk) -> None:
    answer = kiosk.post("sign-in", {"visit": "v1", "card": ["990120260007730"], "pin": {"is": "482913"}})
    assert error(answer) == (422, "invalid")
    assert "482913" not in answer.text
    assert "990120260007730" not in answer.text


LOST: list[tuple[Callable[[TestClient], httpx2.Response], int]] = [
    (lambda client: client.get("/api/v1/sync"), 405),
    (lambda client: client.post("/api/v1/nothing"), 404),
    (lambda client: client.post("/api/v1/sync/"), 404),
    (lambda client: client.get("/api/docs"), 404),
]


@pytest.mark.parametrize(("ask", "status"), LOST)
def test_a_wrong_way_is_answered_in_json(
    ask: Callable[[TestClient], httpx2.Response], status: int, client: TestClient
) -> None:
    assert error(ask(client))[0] == status


def test_a_bug_is_answered_in_json_too(centre: Centre, kiosk: SigningKiosk) -> None:
    class Broken(Secrets):
        def matches(self, kept: str | None, secret: str) -> bool:
            raise ZeroDivisionError

    app = FastAPI()
    app.mount("/api", build_api(centre, Broken()))
    with TestClient(app, raise_server_exceptions=False) as client:
        kiosk.client = client
        answer = kiosk.sign_in()
    assert error(answer) == (500, "unavailable")
    assert "ZeroDivision" not in answer.text
