"""Every golden exchange, replayed against a whole centre: it accepts such requests and writes such answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.intake.references import is_reference_of
from crm.kiosks import registry
from crm.kiosks.published import PARTS
from crm.masks import mask_account, mask_card, mask_email, mask_name, mask_phone
from crm.schema import Bill
from tests.crm.signing import CONTRACT, SigningKiosk, StepClock, contract


def shape(value: Any) -> Any:
    """Keys and JSON types, all the way down."""
    match value:
        case dict():
            return {key: shape(each) for key, each in value.items()}
        case list():
            return [shape(each) for each in value[:1]]
        case _:
            return type(value).__name__


def test_enrolment(centre: Centre, client: TestClient, clock: StepClock) -> None:
    example = contract("messages/enrol.json")
    kiosk = SigningKiosk(client, clock)
    with centre.database.writing() as session:
        code = registry.issue_code(session, "K07", "三重", clock.now, timedelta(hours=24))
    ask = {**example["request"], "code": code, "public_key": kiosk.public_key}
    answer = client.post("/api/v1/enrol", json=ask)
    assert answer.status_code == example["status"]
    assert answer.json() == {"kiosk": "K07", "server_time": "2026-11-22T06:05:42.000Z"}
    assert shape(answer.json()) == shape(example["response"])
    assert len(code) == len(example["request"]["code"])


def test_sign_in_granted(kiosk: SigningKiosk) -> None:
    example = contract("messages/sign-in.granted.json")
    answer = kiosk.post("sign-in", example["request"])
    assert answer.status_code == example["status"]
    told = answer.json()
    assert shape(told) == shape(example["response"])
    assert told["customer"] == example["response"]["customer"]


@pytest.mark.parametrize("name", ["sign-in.by_pin", "sign-in.by_code"])
def test_sign_in_by_number(name: str, kiosk: SigningKiosk) -> None:
    example = contract(f"messages/{name}.json")
    answer = kiosk.post("sign-in", example["request"])
    assert answer.status_code == example["status"]
    assert shape(answer.json()) == shape(example["response"])
    assert answer.json().get("customer") == example["response"].get("customer")


def test_a_code_is_asked_for_twice(kiosk: SigningKiosk) -> None:
    for name in ("sign-in-code.asked", "sign-in-code.wait"):
        example = contract(f"messages/{name}.json")
        answer = kiosk.post("sign-in/code", example["request"])
        assert (answer.status_code, answer.json()) == (example["status"], example["response"])


def test_sign_in_refused_then_locked(kiosk: SigningKiosk) -> None:
    """B1: the fourth wrong try locks."""
    refused, locked = contract("messages/sign-in.refused.json"), contract("messages/sign-in.locked.json")
    for _ in range(3):
        assert kiosk.post("sign-in", refused["request"]).json() == refused["response"]
    answer = kiosk.post("sign-in", locked["request"])
    assert answer.status_code == locked["status"]
    assert answer.json() == {"result": "locked", "until": "2026-11-22T06:20:42.000Z"}
    assert shape(answer.json()) == shape(locked["response"])


@pytest.mark.requirement("D1")
def test_bills(kiosk: SigningKiosk) -> None:
    """D1: values are those of the centre, with the time they are of."""
    example = contract("messages/bills.json")
    answer = kiosk.post("bills", {"grant": kiosk.grant()})
    assert answer.status_code == example["status"]
    told = answer.json()
    assert shape(told) == shape(example["response"])
    assert told["bills"][0] == example["response"]["bills"][0]
    assert told["as_of"] == "2026-11-22T06:05:42.000Z"


@pytest.mark.requirement("D4")
@pytest.mark.requirement("A7")
def test_account(kiosk: SigningKiosk) -> None:
    """D4, A7: twelve periods, what is to be told, and what is still open."""
    example = contract("messages/account.json")
    grant = kiosk.grant(visit="0193a1f0-1111-7000-8000-000000000001")
    kiosk.sync(contract("records/callback.signed_in.json"))
    answer = kiosk.post("account", {"grant": grant})
    assert answer.status_code == example["status"]
    told, expected = answer.json(), example["response"]
    assert shape(told) == shape(expected)
    assert told["history"][: len(expected["history"])] == expected["history"]
    assert {name: told[name] for name in ("as_of", "accounts", "notices", "matters")} == {
        name: expected[name] for name in ("as_of", "accounts", "notices", "matters")
    }


def test_notices_seen(kiosk: SigningKiosk) -> None:
    example = contract("messages/notices-seen.json")
    answer = kiosk.post("notices/seen", {**example["request"], "grant": kiosk.grant()})
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])


def test_bills_check(kiosk: SigningKiosk, centre: Centre) -> None:
    example = contract("messages/bills-check.json")
    paid = example["response"]["bills"][1]
    with centre.database.writing() as session:
        bill = session.get_one(Bill, paid["id"])
        bill.paid_on, bill.paid_by = bill.due.replace(day=20), "counter"
    answer = kiosk.post("bills/check", {**example["request"], "grant": kiosk.grant()})
    assert answer.status_code == example["status"]
    assert answer.json() == example["response"]


def test_sign_out(kiosk: SigningKiosk) -> None:
    example = contract("messages/sign-out.json")
    grant = kiosk.grant()
    answer = kiosk.post("sign-out", {"grant": grant})
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])
    after = kiosk.post("bills", {"grant": grant})
    assert (after.status_code, after.json()["error"]) == (403, "bad_grant")


def test_content(kiosk: SigningKiosk) -> None:
    example = contract("messages/content.json")
    answer = kiosk.post("content", {**example["request"], "have": {"never": "1"}})
    assert answer.status_code == example["status"]
    told = answer.json()
    assert told["parts"]["never"] == example["response"]["parts"]["calendar"]
    assert set(told) == set(example["response"])


def test_sync(kiosk: SigningKiosk) -> None:
    example = contract("messages/sync.json")
    answer = kiosk.post("sync", example["request"])
    assert answer.status_code == example["status"]
    told = answer.json()
    assert set(told.pop("content")) <= set(PARTS)
    assert told == {key: value for key, value in example["response"].items() if key != "content"}


@pytest.mark.requirement("D3")
def test_a_case_by_its_number(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    """D3: made at one kiosk, read at another."""
    example, unknown = contract("messages/cases.json"), contract("messages/cases.unknown.json")
    before = other_kiosk.post("cases/K07-SUAM-XK7Z", unknown["request"])
    assert (before.status_code, before.json()) == (unknown["status"], unknown["response"])
    kiosk.sync(contract("records/callback.json"))
    answer = other_kiosk.post("cases/K07-SUAM-XK7Z", example["request"])
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])


@pytest.mark.requirement("Q1")
def test_an_appointment_by_its_number(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    example = contract("messages/cases.booking.json")
    kiosk.sync(contract("records/booking.json"))
    answer = other_kiosk.post("cases/K07-B6CQ-922J", example["request"])
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])


def test_asked_already(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    example = contract("messages/callbacks-open.json")
    kiosk.sync(contract("records/callback.json"))
    answer = other_kiosk.post("callbacks/open", example["request"])
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])


@pytest.mark.requirement("G4")
def test_asked_already_under_an_address(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    """G4, G5: known by address and topic, and told without its reference."""
    example = contract("messages/callbacks-open.email.json")
    kiosk.sync(contract("records/callback.email.json"))
    answer = other_kiosk.post("callbacks/open", example["request"])
    assert (answer.status_code, answer.json()) == (example["status"], example["response"])


@pytest.mark.parametrize("name", sorted(path.name for path in (CONTRACT / "records").glob("*.json")))
def test_every_example_record_is_taken(name: str, kiosk: SigningKiosk) -> None:
    record = contract(f"records/{name}")
    assert body_hash(record["body"]) == record["body_hash"]
    kiosk.sign_in(visit="0193a1f0-1111-7000-8000-000000000001")
    if record["kind"] == "reversal":
        kiosk.sync(contract("records/payment.approved.json"))
    [answer] = kiosk.sync(record)["answers"]
    assert (answer["id"], answer["verdict"], answer["reason"]) == (record["id"], "stored", None)
    assert answer["case"] == record["body"].get("case", record["body"].get("reference"))


MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "account": mask_account,
    "card": mask_card,
    "email": mask_email,
}


@pytest.mark.parametrize(
    ("kind", "plain", "masked"),
    [(kind, *pair) for kind, pairs in contract("masks.json").items() for pair in pairs],
)
def test_the_masks_are_those_of_the_kiosk(kind: str, plain: str, masked: str) -> None:
    assert MASKS[kind](plain) == masked


def test_the_references_are_those_of_the_kiosk() -> None:
    examples = contract("references.json")
    assert [text for text in examples["valid"] if not is_reference_of("K07", text)] == []
    assert [text for text in examples["damaged"] if is_reference_of("K07", text)] == []
    assert not is_reference_of("K03", examples["valid"][0])


def test_the_contract_is_published(client: TestClient) -> None:
    page = client.get("/api/openapi.json").json()
    assert page["servers"] == [{"url": "/api"}]
    functions = {"enrol", "sign-in", "sign-in/code", "sign-out", "bills", "bills/check", "sync", "content"}
    functions |= {"cases/{reference}", "callbacks/open", "account", "notices/seen"}
    functions |= {"bills/scanned"}
    assert set(page["paths"]) == {f"/v1/{name}" for name in functions}
