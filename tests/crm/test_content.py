"""What the centre publishes: versions with every sync, bodies when asked, and no work while nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from crm.app import build_api
from crm.centre import Centre
from crm.kiosks.content import Content, Provider, version_of
from crm.kiosks.published import PARTS
from crm.tokens import Secrets
from tests.crm.signing import SigningKiosk, StepClock, contract, enrolled


class Board:
    """Something to publish, and how often somebody looked at it."""

    def __init__(self) -> None:
        self.body: Any = ["one"]
        self.made = 0

    def make(self, _session: Session, _now: datetime) -> Any:
        self.made += 1
        return self.body

    def provider(self) -> Provider:
        return Provider(self.make, lambda _session, _now: repr(self.body))


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def client(centre: Centre, secrets: Secrets, board: Board) -> Iterator[TestClient]:
    app = FastAPI()
    app.mount("/api", build_api(centre, secrets, Content({"board": board.provider()})))
    with TestClient(app) as client:
        yield client


@pytest.fixture
def kiosk(centre: Centre, client: TestClient, clock: StepClock) -> SigningKiosk:
    return enrolled(centre, client, clock, "K07")


def ask(kiosk: SigningKiosk, **have: str) -> Any:
    answer = kiosk.post("content", {"kiosk": kiosk.id, "have": have})
    assert answer.status_code == 200, answer.text
    return answer.json()["parts"]


@pytest.mark.requirement("C6")
def test_a_sync_tells_the_versions_and_the_body_is_had_once(kiosk: SigningKiosk, board: Board) -> None:
    """C6: equal content has an equal version, so a kiosk that has it asks no more."""
    version = kiosk.sync()["content"]["board"]
    assert version == version_of(["one"])
    assert ask(kiosk, board="") == {"board": {"version": version, "body": ["one"]}}
    assert ask(kiosk, board=version) == {}
    for _ in range(3):
        kiosk.sync()
    assert board.made == 1
    board.body = ["two"]
    assert kiosk.sync()["content"]["board"] != version
    assert ask(kiosk, board=version)["board"]["body"] == ["two"]


def test_what_is_gone_is_said_to_be_gone_and_what_was_not_named_is_not_sent(
    kiosk: SigningKiosk, board: Board
) -> None:
    gone = {"version": None, "body": None}
    assert ask(kiosk, weather="1", other="") == {"weather": gone}
    board.body = None
    assert kiosk.sync()["content"] == {}
    assert ask(kiosk, board="1") == {"board": gone}


@pytest.mark.requirement("L1")
def test_only_the_kiosk_that_signed_is_answered(kiosk: SigningKiosk, client: TestClient) -> None:
    assert client.post("/api/v1/content", json={"kiosk": "K07", "have": {}}).status_code == 401
    assert kiosk.post("content", {"kiosk": "K03", "have": {}}).status_code == 422
    assert kiosk.post("content", {"kiosk": "K07", "have": {"board": 7}}).status_code == 422


def test_a_version_is_that_of_the_contract() -> None:
    part = contract("messages/content.json")["response"]["parts"]["knowledge"]
    assert version_of(part["body"]) == part["version"]


def test_the_articles_of_the_contract(centre: Centre) -> None:
    """The first article as a kiosk gets it, key by key."""
    part = contract("messages/content.json")["response"]["parts"]["knowledge"]
    with centre.database.reading() as session:
        [first, *_] = PARTS["knowledge"].body(session, centre.clock())
    assert first == part["body"][0]
