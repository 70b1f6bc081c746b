"""D6: a queue-ticket system tells how long one waits at its own site, by a key that opens nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from crm import audit
from crm.app import build_app
from crm.centre import Centre
from crm.counters import systems, waits
from crm.counters.systems import System
from crm.counters.waits import Told
from crm.demo.calendar import seed_calendar
from crm.schema import AuditLine
from crm.tokens import Secrets
from tests.crm.desk.scene import loop
from tests.crm.signing import SigningKiosk, StepClock, contract, enrolled

pytestmark = pytest.mark.requirement("D6")

HERE = "三重服務中心"
#: Of nobody.
KEY = "A" * 43 + "="
TOLD = {"waiting": 4, "counters": 2, "minutes": 15}


@pytest.fixture
def client(centre: Centre, secrets: Secrets) -> TestClient:
    """The whole application: what opens one door must not open another."""
    seed_calendar(centre)
    client = TestClient(build_app(centre, secrets=secrets), raise_server_exceptions=False)
    client.portal = loop()  # without the centre's rounds, which go on by themselves
    return client


@pytest.fixture
def queue(centre: Centre, client: TestClient, clock: StepClock) -> SigningKiosk:
    """A system that is trusted."""
    made = SigningKiosk(client, clock, "queue-1", door="/queues/v1", label="queue")
    with centre.database.writing() as session:
        systems.trust(session, System("queue-1", HERE, made.public_key), audit.CENTRE, clock.now)
    return made


def published(centre: Centre) -> Any:
    with centre.database.reading() as session:
        return waits.body(session, centre.clock())


def test_the_contracts_exchange(queue: SigningKiosk, centre: Centre) -> None:
    """D6: what it tells stands, with the centre's moment, and is what kiosks pull."""
    example = contract("queues/waits.json")
    answer = queue.post("waits", example["request"])
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])
    assert published(centre) == [
        {**example["request"], "site": HERE, "told_at": example["response"]["told_at"]}
    ]


def test_what_was_sent_once_cannot_be_sent_again(
    queue: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """D6: nor does what was overtaken on the way change anything."""
    first = queue.request("waits", TOLD)
    assert queue.client.send(first).status_code == 200
    clock.step(seconds=30)
    late = queue.request("waits", {**TOLD, "minutes": 90}, created=clock.now - timedelta(seconds=10))
    assert queue.post("waits", {**TOLD, "minutes": 20}).status_code == 200
    for again in (first, late):
        answer = queue.client.send(again)
        assert (answer.status_code, answer.json()["error"]) == (401, "bad_signature")
    assert published(centre)[0]["minutes"] == 20


@pytest.mark.parametrize("signing", [
    {"label": "kiosk"}, {"key_id": "queue-2"}, {"covered_component_ids": ("@path", "content-digest")},
])  # fmt: skip
def test_another_signature_opens_nothing(
    queue: SigningKiosk, centre: Centre, signing: dict[str, Any]
) -> None:
    assert queue.post("waits", TOLD, **signing).status_code == 401
    assert queue.client.post("/queues/v1/waits", json=TOLD).status_code == 401
    assert published(centre) is None


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_clock_that_is_far_off_is_not_believed(queue: SigningKiosk, clock: StepClock, seconds: int) -> None:
    created = clock.now + timedelta(seconds=seconds)
    assert queue.post("waits", TOLD, created=created).status_code == 401


def test_each_key_opens_its_own_door_alone(
    queue: SigningKiosk, centre: Centre, client: TestClient, clock: StepClock
) -> None:
    """D6: a queue system is no kiosk, and a kiosk no queue system, whatever label it signs with."""
    kiosk = enrolled(centre, client, clock, "K07")
    ask = {"kiosk": "queue-1", "have": {}}
    as_kiosk = SigningKiosk(client, clock, "queue-1", queue.key)
    assert as_kiosk.post("content", ask).status_code == 401
    as_queue = SigningKiosk(client, clock, "K07", kiosk.key, door="/queues/v1", label="queue")
    assert as_queue.post("waits", TOLD).json()["error"] == "unknown_queue"
    assert published(centre) is None


def test_a_key_that_was_revoked_or_replaced_is_not_taken(
    queue: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    with centre.database.writing() as session:
        assert systems.revoke(session, "queue-1", audit.CENTRE, clock.now)
        assert not systems.revoke(session, "queue-9", audit.CENTRE, clock.now)
    assert queue.post("waits", TOLD).json()["error"] == "revoked"
    newer = SigningKiosk(queue.client, clock, "queue-1", door="/queues/v1", label="queue")
    with centre.database.writing() as session:
        systems.trust(session, System("queue-1", HERE, newer.public_key), audit.CENTRE, clock.now)
    assert queue.post("waits", TOLD).status_code == 401
    assert newer.post("waits", TOLD).status_code == 200


@pytest.mark.parametrize("ask", [
    {}, {**TOLD, "minutes": -1}, {**TOLD, "minutes": 601}, {**TOLD, "waiting": "4"}, {**TOLD, "counters": 1.5}, [],
    {**TOLD, "counters": True}, {**TOLD, "waiting": None}, "soon",
])  # fmt: skip
def test_what_is_no_number_is_refused(queue: SigningKiosk, centre: Centre, ask: Any) -> None:
    assert queue.post("waits", ask).status_code == 422
    assert published(centre) is None


def test_the_audit_says_when_it_takes_over_and_not_every_number(
    queue: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """D6: staff may tell it in between; the newest word stands."""
    for minutes in (10, 20, 30):
        clock.step(seconds=60)
        assert queue.post("waits", {**TOLD, "minutes": minutes}).status_code == 200
    with centre.database.writing() as session:
        waits.tell(session, HERE, Told(0, 1, 5), 3, "chen", clock.now)
    assert published(centre)[0]["minutes"] == 5
    clock.step(seconds=60)
    queue.post("waits", TOLD)
    assert published(centre)[0]["minutes"] == 15
    with centre.database.reading() as session:
        lines = session.query(AuditLine).filter(AuditLine.what.startswith("wait.")).order_by(AuditLine.id)
        told = [(line.who, line.what) for line in lines]
    assert told == [("queue-1", "wait.taken_over"), ("chen", "wait.told"), ("queue-1", "wait.taken_over")]


@pytest.mark.parametrize(("id", "site", "key"), [
    ("Queue 1", HERE, KEY), ("queue-1", HERE, "short"), ("queue-1", HERE, "*" * 44), ("", HERE, KEY),
])  # fmt: skip
def test_what_is_no_system_is_not_trusted(id: str, site: str, key: str) -> None:
    with pytest.raises(ValueError, match=r"name|key"):
        System(id, site, key)


def test_a_site_that_is_not_there_has_no_system(centre: Centre, client: TestClient, clock: StepClock) -> None:
    for site in ("nowhere", ""):
        with centre.database.writing() as session, pytest.raises(systems.NoSuch):
            systems.trust(session, System("queue-1", site, KEY), audit.CENTRE, clock.now)


def test_the_door_says_what_it_wants(client: TestClient) -> None:
    page = client.get("/queues/openapi.json").json()
    assert set(page["paths"]) == {"/v1/waits"}
    assert client.get("/queues/v1/waits").status_code == 405
