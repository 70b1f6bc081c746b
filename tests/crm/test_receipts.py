"""F3: the public page behind a link: this payment as it was printed and as it stands, for who has the code."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from crm.app import build_app
from crm.centre import Centre
from crm.receipts import links
from crm.schema import ReceiptLink
from crm.tokens import Secrets
from tests.crm.desk.scene import loop
from tests.crm.signing import SigningKiosk, StepClock, contract, seal

pytestmark = pytest.mark.requirement("F3")

PAYMENT = contract("records/payment.approved.json")
LINK = contract("records/receipt_link.json")
#: What `code_hash` of the example is the hash of.
CODE = "bG9va3MtcmFuZG9tISE"


@pytest.fixture
def anybody(centre: Centre, secrets: Secrets) -> TestClient:
    client = TestClient(build_app(centre, secrets=secrets), raise_server_exceptions=False)
    client.portal = loop()  # without the centre's rounds, which go on by themselves
    return client


@pytest.mark.parametrize("order", [(PAYMENT, LINK), (LINK, PAYMENT)])
def test_the_proof_as_it_was_printed(
    order: tuple[Any, Any], kiosk: SigningKiosk, anybody: TestClient
) -> None:
    """In whichever order money and link come; masked, in the language in which it was paid."""
    kiosk.sync(*order)
    answer = anybody.get(f"/receipts/{CODE}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    slip = PAYMENT["body"]["slip"]
    for told in (
        'lang="zh-Hant"',
        "繳費證明",
        "已繳清",
        PAYMENT["body"]["reference"],
        slip["card"],
        slip["approval_code"],
    ):
        assert told in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.text
    assert "no-referrer" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_link_without_its_payment_says_that_it_comes(kiosk: SigningKiosk, anybody: TestClient) -> None:
    """Money may come later than its link; nothing is lost, and nothing is told of links that do not exist."""
    kiosk.sync(LINK)
    waiting, unknown = anybody.get(f"/receipts/{CODE}"), anybody.get("/receipts/AAAAAAAAAAAAAAAAAAAAAA")
    assert (waiting.status_code, unknown.status_code) == (404, 404)
    assert waiting.text == unknown.text
    assert "您的繳費不受影響" in waiting.text


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("en-GB,en;q=0.8", "No proof of payment here yet"),
        ("zh-CN", "这里还没有缴费证明"),
        ("zh-TW,en", "這裡還沒有繳費證明"),
        ("fr, en;q=0.5", "No proof of payment here yet"),
        ("", "這裡還沒有繳費證明"),
    ],
)
def test_who_finds_nothing_is_told_in_their_language(asked: str, title: str, anybody: TestClient) -> None:
    assert title in anybody.get("/receipts/nothing", headers={"Accept-Language": asked}).text


def test_a_link_ends_with_its_day(
    kiosk: SigningKiosk, anybody: TestClient, clock: StepClock, centre: Centre
) -> None:
    """The last day is the house's own; then it is forgotten."""
    kiosk.sync(PAYMENT, LINK)
    clock.step(days=29)
    assert anybody.get(f"/receipts/{CODE}").status_code == 200
    clock.step(days=3)
    assert anybody.get(f"/receipts/{CODE}").status_code == 404
    links.forget(centre)
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReceiptLink)) == 0


def test_another_kiosk_links_to_no_payment_of_this_one(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, anybody: TestClient
) -> None:
    """Neither when the payment is here already nor when it comes later."""
    foreign = seal(LINK, reference="K03-2222-2224")
    other_kiosk.sync(foreign)
    kiosk.sync(PAYMENT)
    assert anybody.get(f"/receipts/{CODE}").status_code == 404
    later = seal(foreign, code_hash="0" * 64) | {"id": "0193a1f0-3333-7000-8000-0000000000f1"}
    told = other_kiosk.sync(later)
    assert [answer["reason"] for answer in told["answers"]] == ["invalid: another kiosk's payment"]


def test_a_code_is_given_once(kiosk: SigningKiosk, anybody: TestClient) -> None:
    again = dict(LINK) | {"id": "0193a1f0-3333-7000-8000-0000000000f2"}
    told = kiosk.sync(PAYMENT, LINK, again)
    assert [answer["reason"] for answer in told["answers"]] == [
        None,
        None,
        "invalid: this link is there already",
    ]
    assert anybody.get(f"/receipts/{CODE}").status_code == 200
