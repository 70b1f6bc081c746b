"""What the kiosk says is what the contract shows."""

import json
from dataclasses import replace

import pytest

from kiosk.domain.account import Factor
from kiosk.domain.money import Money
from kiosk.sync import wire
from tests.kiosk.sync.samples import EPOCH, KIOSK, RECORDS, as_stored, message, record_example


def test_the_requests_are_the_contracts() -> None:
    """L1: messages of the versioned API."""
    assert wire.enrolment(*message("enrol")["request"].values()) == message("enrol")["request"]
    assert wire.with_grant("opaque text") == message("sign-out")["request"] == message("bills")["request"]
    check = message("bills-check")["request"]
    amounts = [Money(minor) for minor in check["amounts"]]
    assert wire.bills_check(check["grant"], check["bills"], amounts) == check
    by_pin, by_code = message("sign-in.by_pin")["request"], message("sign-in.by_code")["request"]
    assert wire.sign_in_by_number(by_pin["visit"], by_pin["account"], Factor.PIN, by_pin["pin"]) == by_pin
    assert (
        wire.sign_in_by_number(by_code["visit"], by_code["account"], Factor.CODE, by_code["code"]) == by_code
    )
    for name in ("callbacks-open", "callbacks-open.email"):
        asked = message(name)["request"]
        assert (
            wire.open_callback(asked["visit"], asked["phone"], asked["topic"], asked.get("email", ""))
            == asked
        )
    code = message("sign-in-code.asked")["request"]
    assert wire.send_code(code["visit"], code["account"]) == code
    for result in ("granted", "refused", "locked"):
        request = message(f"sign-in.{result}")["request"]
        assert wire.sign_in(request["visit"], request["card"], request["pin"]) == request


def test_a_batch_is_the_contracts() -> None:
    request = message("sync")["request"]
    records = [as_stored(example) for example in request["records"]]
    assert wire.sync(KIOSK, EPOCH, records) == request


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_the_contracts(name: str) -> None:
    """J3: what is sent has the id and the hash that it was stored with."""
    example = record_example(name)
    record = as_stored(example)
    assert wire.is_sound(record)
    assert wire.sync(KIOSK, EPOCH, [record])["records"] == [example]


def test_json_is_canonical() -> None:
    assert wire.encode({"b": ["é", 1], "a": None}) == '{"a":null,"b":["é",1]}'.encode()


@pytest.mark.parametrize(
    "body",
    [
        "",  # erased
        '{"amount":{"currency":"TWD","minor":1}',  # cut off
        '{"reference":"K07-JR7U-X53G"}',  # another body
        "[1]",
        "[" * 100_000,
        '{"a":"\ud800"}',
    ],
)
def test_a_damaged_body_is_found(body: str) -> None:
    assert not wire.is_sound(replace(as_stored(record_example("payment.approved")), body=body))


def test_one_changed_digit_of_an_amount_is_found() -> None:
    record = as_stored(record_example("payment.approved"))
    changed = record.body.replace("280400", "280401")
    assert changed != record.body
    assert not wire.is_sound(replace(record, body=changed))


def test_a_body_that_is_not_canonical_is_found() -> None:
    """The centre hashes the canonical text, so any other would be refused there without an explanation."""
    record = as_stored(record_example("audit"))
    loose = json.dumps(json.loads(record.body))
    assert not wire.is_sound(replace(record, body=loose))
