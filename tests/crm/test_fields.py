"""What a kiosk gets: the fields of the function's list and no others, however it asks and whatever the centre knows."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from sqlalchemy import select

from crm.api.case_routes import case_routes
from crm.api.fields import ALLOWED
from crm.api.routes import kiosk_routes
from crm.centre import Centre
from crm.schema import Account, Customer, MembershipCard
from tests.crm.signing import CARD, PIN, SigningKiosk, contract

pytestmark = pytest.mark.requirement("B4")

VISIT = "0193a1f0-1111-7000-8000-000000000001"
GREEDY = {
    "fields": ["tier", "pin_hash", "phone", "name", "accounts"],
    "include": "*",
    "tier": True,
    "pin_hash": True,
    "customer": {"id": 2},
}


def keys(value: Any) -> set[str]:
    """Every key at every depth."""
    match value:
        case dict():
            return set(value).union(*(keys(each) for each in value.values()))
        case list():
            return set().union(*(keys(each) for each in value))
        case _:
            return set()


def asks(kiosk: SigningKiosk) -> dict[str, dict[str, Any]]:
    """One good question for each signed function."""
    granted = {"grant": kiosk.grant(visit=VISIT)}
    kiosk.sync(contract("records/callback.signed_in.json"))
    return {
        "bills": granted,
        "bills/check": {**granted, "bills": ["B-2026-10-E-7730", "B-2026-10-E-4821"]},
        "account": granted,
        "notices/seen": {**granted, "notices": ["nothing"]},
        "bills/scanned": contract("messages/bills-scanned.json")["request"],
        "sync": contract("messages/sync.json")["request"],
        "sign-in": {"visit": "v1", "card": CARD, "pin": PIN},
        "sign-in/code": {"visit": "v1", "account": "1203347730"},
        "sign-out": granted,
        "content": {"kiosk": kiosk.id, "have": {"knowledge": "", "calendar": "1"}},
    }


EXAMPLES = {
    "bills": "bills",
    "bills/check": "bills-check",
    "account": "account",
    "notices/seen": "notices-seen",
    "bills/scanned": "bills-scanned",
    "sync": "sync",
    "content": "content",
    "sign-in": "sign-in.granted",
    "sign-in/code": "sign-in-code.asked",
    "sign-out": "sign-out",
}


CASES = {"cases/{reference}": "cases", "callbacks/open": "callbacks-open"}


@pytest.mark.parametrize("function", sorted(EXAMPLES))
def test_no_key_beyond_the_contract_however_one_asks(function: str, kiosk: SigningKiosk) -> None:
    """B4: a field outside the function's list is removed."""
    answer = kiosk.post(function, {**asks(kiosk)[function], **GREEDY})
    assert answer.status_code == 200
    told, example = answer.json(), contract(f"messages/{EXAMPLES[function]}.json")["response"]
    assert keys(told) - set(told.get("content", ())) == keys(example)


def test_nothing_private_in_any_answer(kiosk: SigningKiosk, centre: Centre) -> None:
    """B4: never a tier, a hash, a whole name, number or account, of this customer or of another."""
    with centre.database.reading() as session:
        people = session.scalars(select(Customer)).all()
        private = {value for each in people for value in (each.name, each.phone)}
        private |= set(session.scalars(select(Account.number))) | set(
            session.scalars(select(MembershipCard.pin_hash))
        )
    asked = {name: ask for name, ask in asks(kiosk).items() if name != "content"}  # public, and "tiered"
    told = "".join(kiosk.post(function, {**ask, **GREEDY}).text for function, ask in asked.items())
    assert [value for value in private | {"vip", "tier", "argon2"} if value in told] == []


def test_every_function_answers_through_the_table() -> None:
    own = kiosk_routes().routes
    routes = [route for route in (*own, *case_routes().routes) if isinstance(route, APIRoute)]
    told = {route.path.removeprefix("/v1/"): route.response_model for route in routes}
    assert told == ALLOWED


@pytest.mark.parametrize("function", sorted(ALLOWED))
def test_the_table_drops_what_it_does_not_name(function: str) -> None:
    name = {"enrol": "enrol", "content": "content", **EXAMPLES, **CASES}[function]
    response = contract(f"messages/{name}.json")["response"]
    allowed = TypeAdapter(ALLOWED[function])
    told = allowed.dump_python(
        allowed.validate_python({**GREEDY, **response}), mode="json", by_alias=True, exclude_unset=True
    )
    assert keys(told) == keys(response)


def test_a_bill_of_somebody_else_looks_like_none(kiosk: SigningKiosk) -> None:
    """B4: asking for it discloses nothing, not even that it is there."""
    ask = {"grant": kiosk.grant(), "bills": ["B-2026-10-E-4821", "B-1999-01-X-0000"]}
    told = kiosk.post("bills/check", ask).json()["bills"]
    assert told == [{"id": id, "payable": False, "paid_on": None, "why": None} for id in ask["bills"]]


def test_a_customer_without_phone_and_account(kiosk: SigningKiosk, centre: Centre) -> None:
    with centre.database.writing() as session:
        session.get_one(Customer, 6).phone = ""
    told = kiosk.sign_in("990120260002901", "975310").json()
    assert told["customer"]["phone"] is None


def test_the_contract_page_names_no_private_field(client: TestClient) -> None:
    page = client.get("/api/openapi.json").json()
    named = {name for model in page["components"]["schemas"].values() for name in model.get("properties", {})}
    assert named & {"tier", "pin_hash", "tries", "customer_id", "password_hash"} == set()
