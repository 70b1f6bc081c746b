"""G5: who wants an answer by e-mail leaves an address, with or without a number; it is one task, and told as such."""

from __future__ import annotations

from typing import Any

import pytest

from crm.centre import Centre
from crm.schema import Callback, CallbackState, Case
from tests.crm.signing import SigningKiosk, contract, seal

ADDRESS = "mei.lin@example.com"
BY_EMAIL = contract("records/callback.email.json")


def rows(centre: Centre) -> list[Callback]:
    with centre.database.reading() as session:
        return session.query(Callback).order_by(Callback.requested_at, Callback.id).all()


def another(number: int, **body: Any) -> dict[str, Any]:
    """The same wish once more, under its own id and reference."""
    fresh = {**BY_EMAIL, "id": f"0193a1f0-3333-7000-8000-0000000009{number:02}", "seq": number}
    return seal(fresh, **{"reference": REFERENCES[number], **body})


REFERENCES = {1: "K07-SUAM-XK7Z", 2: "K07-Q6V6-Y32E"}


@pytest.mark.requirement("G5")
def test_a_guest_leaves_an_address_and_no_number(kiosk: SigningKiosk, centre: Centre) -> None:
    [answer] = kiosk.sync(BY_EMAIL)["answers"]
    assert answer["verdict"] == "stored"
    [row] = rows(centre)
    assert (row.phone, row.email, row.reply, row.state) == ("", ADDRESS, "email", CallbackState.QUEUED)


@pytest.mark.requirement("G4")
def test_the_same_address_about_the_same_thing_is_one_task(kiosk: SigningKiosk, centre: Centre) -> None:
    """G4: however its letters are written; another address, or nobody's, is another one's."""
    kiosk.sync(BY_EMAIL, another(1, email="Mei.Lin@Example.com"), another(2, email="a@example.com"))
    assert sorted(row.state for row in rows(centre)) == ["merged", "queued", "queued"]
    [merged] = [row for row in rows(centre) if row.state is CallbackState.MERGED]
    assert (merged.reference, merged.merged_into) == (REFERENCES[1], BY_EMAIL["body"]["reference"])


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ({"email": ""}, None),
        ({"email": "", "phone": "0912345678"}, "phone"),
        ({"reply": "phone"}, "email"),
        ({"reply": "sms", "phone": "0912345678"}, "sms"),
        ({"reply": "counter"}, "counter"),
        ({"email": "no address"}, None),
        ({"email": "a@b@example.com"}, None),
        ({"email": "a@example"}, None),
        ({"email": "a@example.com\r\nbcc: b@example.com"}, None),
        ({"email": "a" * 65 + "@example.com"}, None),
    ],
)
def test_the_way_is_one_that_leads_somewhere(
    kiosk: SigningKiosk, centre: Centre, body: dict[str, Any], kept: str | None
) -> None:
    """Nothing of a customer is lost for a way that cannot be gone, and what is no address is refused."""
    [answer] = kiosk.sync(another(1, **body))["answers"]
    assert (answer["verdict"] == "stored") == (kept is not None)
    assert [row.reply for row in rows(centre)] == [kept] * (kept is not None)


@pytest.mark.requirement("D3")
def test_its_number_says_that_we_answer_by_email(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    kiosk.sync(BY_EMAIL)
    told = other_kiosk.post(f"cases/{BY_EMAIL['body']['reference']}", {"visit": ""}).json()
    assert (told["reply"], told["status"]) == ("email", "confirmed")
    assert ADDRESS not in str(told)


@pytest.mark.requirement("G5")
def test_a_complaint_with_an_address(kiosk: SigningKiosk, centre: Centre) -> None:
    record = contract("records/complaint.email.json")
    kiosk.sync(record)
    with centre.database.reading() as session:
        [row] = session.query(Case).all()
    assert (row.email, row.phone, row.body["contact"]) == (ADDRESS, "", "email")
    assert "email" not in row.body
    nameless = seal({**record, "id": "0193a1f0-cccc-7000-8000-000000000999", "seq": 49}, notice="")
    assert kiosk.sync(nameless)["answers"][0]["verdict"] == "refused"
