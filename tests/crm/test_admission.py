"""The door of `/sync` as kiosks meet it: the real application, a real database, and no second that is not stepped."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.api.admission import Admission
from crm.api.gate import Gate, Rules
from crm.app import build_api
from crm.centre import Centre
from crm.schema import Kiosk, Record
from crm.tokens import Secrets
from tests.crm.places import on_sqlite
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract, enrolled, seal
from tests.loops import run

AUDIT = contract("records/audit.json")


@dataclass
class Seconds:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


class Counting:
    """Stands where the work begins: how many are in there at once, and in which second; each takes 20 ms of the clock."""

    def __init__(self, clock: Seconds) -> None:
        self._clock = clock
        self.inside = self.most = 0
        self.admitted: Counter[int] = Counter()

    def around(self, app: ASGIApp) -> ASGIApp:
        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self.inside += 1
            self.most = max(self.most, self.inside)
            try:
                await app(scope, receive, send)
            finally:
                self.inside -= 1
                self._clock.now += 0.02
                self.admitted[int(self._clock.now)] += 1

        return counted


@dataclass
class Caller:
    """A kiosk with records, and the courier's own rules for when to come again."""

    kiosk: SigningKiosk
    ask: dict[str, Any]
    at: float = 1000.0
    failures: int = 0
    turned_away: int = 0
    delivered: float | None = None
    verdicts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sign()

    def sign(self) -> None:
        """Once is enough as long as it is only turned away: then nobody has looked at it."""
        self.sync = self.kiosk.request("sync", self.ask)

    async def call(self, client: httpx2.AsyncClient, clock: Seconds, chance: float) -> None:
        answer = await client.send(self.sync)
        if answer.status_code != 200:
            assert answer.status_code in (429, 503), answer.text
            if answer.status_code == 503:  # a machine so busy that a lock is waited for in vain
                self.sign()
            self.failures += 1
            self.turned_away += answer.status_code == 429
            backoff = min(2.0 ** (self.failures - 1), 30.0) * (0.5 + chance)
            self.at = clock.now + max(backoff, int(answer.headers["retry-after"]) * (1 + chance / 2))
            return
        self.verdicts += [each["verdict"] for each in answer.json()["answers"]]
        self.delivered = clock.now


def callers(centre: Centre, clock: StepClock, many: int) -> list[Caller]:
    """Enrolled all at once; each with two records of its own."""
    client = TestClient(FastAPI())
    kiosks = [SigningKiosk(client, clock, f"S{number:03}") for number in range(many)]
    with centre.database.writing() as session:
        session.add_all(
            Kiosk(id=each.id, site="", public_key=each.public_key, epoch=EPOCH) for each in kiosks
        )
    return [Caller(each, _handing_over(each, number)) for number, each in enumerate(kiosks)]


def _handing_over(kiosk: SigningKiosk, number: int) -> dict[str, Any]:
    records = [
        seal({**AUDIT, "id": str(UUID(int=(7 << 76) | (2 << 62) | number << 8 | seq)), "seq": seq})
        for seq in (1, 2)
    ]
    return {"kiosk": kiosk.id, "epoch": EPOCH, "records": records}


@on_sqlite
@pytest.mark.requirement("J4")
def test_five_hundred_kiosks_come_back_at_once(centre: Centre, clock: StepClock, secrets: Secrets) -> None:
    """J4: never more at work than the limit, no second with more than the pace and the line; all drained, once."""
    chance, seconds = random.Random(4), Seconds()
    gate = Gate(Rules(at_once=4, line=40), seconds, chance.random)
    api = build_api(replace(centre, clock=clock), secrets, gate=gate)
    work = Counting(seconds)
    api.user_middleware.append(Middleware(work.around))
    crowd = callers(centre, clock, 500)
    app = FastAPI()
    app.mount("/api", api)

    async def storm() -> None:
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://testserver") as client:
            while waiting := [each for each in crowd if each.delivered is None]:
                seconds.now = max(seconds.now, min(each.at for each in waiting))
                due = [each for each in waiting if each.at <= seconds.now]
                await asyncio.gather(*(each.call(client, seconds, chance.random()) for each in due))

    run(storm())
    assert work.most <= gate.rules.at_once
    assert max(work.admitted.values()) <= 1 / 0.02 + gate.rules.line
    assert sum(each.turned_away for each in crowd) > 400
    assert all(each.verdicts == ["stored", "stored"] for each in crowd)
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 1000


# --- one at the door --------------------------------------------------------------------------


@pytest.fixture
def gate() -> Gate:
    """One works, one waits."""
    return Gate(Rules(at_once=1, line=2), Seconds())


@pytest.fixture
def kiosk(centre: Centre, secrets: Secrets, clock: StepClock, gate: Gate) -> Iterator[SigningKiosk]:
    app = FastAPI()
    app.mount("/api", build_api(centre, secrets, gate=gate))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield enrolled(centre, client, clock, "K07")


def crowd(gate: Gate) -> None:
    """Everybody else."""
    for number in range(4):
        gate.come(f"K{number}", urgent=True)


def ask(kiosk: SigningKiosk, **headers: str) -> httpx2.Response:
    request = kiosk.request("sync", {"kiosk": kiosk.id, "epoch": EPOCH, "records": []})
    request.headers.update(headers)
    return kiosk.client.send(request)


@pytest.mark.requirement("J4")
def test_the_answer_says_when_and_is_the_contracts(kiosk: SigningKiosk, gate: Gate) -> None:
    """J4: 429 as in tests/contract, and the time stands in the head."""
    crowd(gate)
    answer = ask(kiosk)
    golden = contract("messages/sync.slow_down.json")
    assert (answer.status_code, answer.json()["error"]) == (golden["status"], golden["response"]["error"])
    assert int(answer.headers["retry-after"]) >= 1


def test_nothing_else_is_held_up(kiosk: SigningKiosk, gate: Gate) -> None:
    """Whoever stands at a kiosk does not wait behind the queues of others."""
    crowd(gate)
    assert kiosk.sign_in().status_code == 200


def test_whoever_is_sent_away_has_cost_neither_a_signature_nor_a_body(
    kiosk: SigningKiosk, gate: Gate
) -> None:
    crowd(gate)
    answer = kiosk.client.post(
        "/api/v1/sync", content=b"no JSON, no signature", headers={"Signature-Input": 'kiosk=();keyid="K99"'}
    )
    assert answer.status_code == 429
    assert ("testclient", "K99") in gate._slots


@pytest.mark.parametrize(
    ("said", "let_in"),
    [("u=1", True), ("i, u=2", True), ("u=3", False), ("u=5", False), ("u=11", False), ("", False)],
)
def test_money_comes_in_where_others_do_not(kiosk: SigningKiosk, gate: Gate, said: str, let_in: bool) -> None:
    """The last place in line is kept for it. It is a matter of the door only: what follows is the same."""
    gate.come("K1", urgent=True)
    gate.come("K2", urgent=True)
    place = gate._line  # nobody works: whoever is let in begins at once
    assert not any(place.values())
    assert (ask(kiosk, Priority=said).status_code == 200) is let_in


def test_whoever_was_served_leaves_the_door_as_it_was(kiosk: SigningKiosk, gate: Gate) -> None:
    assert ask(kiosk).status_code == 200
    assert kiosk.post("sync", {"kiosk": "K99", "epoch": EPOCH, "records": []}).status_code == 422
    assert kiosk.client.post("/api/v1/sync", content=b"x" * 1_000_001).status_code == 413
    assert (gate._inside, gate._working) == (0, 0)


def test_a_body_that_trickles_takes_nobodys_place_for_long(gate: Gate) -> None:
    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    door = Admission(reads, gate, slowest_body=0.0)
    scope = {"type": "http", "method": "POST", "path": "/api/v1/sync", "headers": []}
    run(door(scope, never, send))
    assert sent[0]["status"] == 408
    assert gate._inside == 0


@on_sqlite
def test_without_a_limit_there_is_no_door(centre: Centre, secrets: Secrets) -> None:
    open_wide = replace(centre, settings=replace(centre.settings, syncs_at_once=0))
    api = build_api(open_wide, secrets)
    assert "Admission" not in [str(getattr(each.cls, "__name__", "")) for each in api.user_middleware]
