"""The port: the contract's exchanges over a real line, and what becomes of misfortunes."""

import hashlib
import json
import logging
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.account import CodeAsked, Factor, Granted, Locked, Refused, Unreachable
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.money import Money
from kiosk.domain.posting import Posted, Posting
from kiosk.ports import Answer, ChainHead, Offline, Record
from kiosk.sync.crm import HttpCrm
from kiosk.sync.identity import Identity
from tests.kiosk.sync import centre as says
from tests.kiosk.sync.centre import LittleCentre, Saying
from tests.kiosk.sync.samples import as_stored, message

VISIT = "0193a1f0-1111-7000-8000-000000000001"
CARD, PIN = "990120260007730", "482913"


@pytest.mark.requirement("B1")
@pytest.mark.parametrize(("name", "answer"), [("granted", Granted), ("refused", Refused), ("locked", Locked)])
def test_sign_in(crm: HttpCrm, centre: LittleCentre, name: str, answer: type) -> None:
    """B1: card and PIN in one question; the answer is one of the contract's."""
    example = message(f"sign-in.{name}")
    centre.says(example["response"])
    request = example["request"]
    assert isinstance(crm.sign_in(request["visit"], request["card"], request["pin"]), answer)
    assert centre.heard[0].document == request


@pytest.mark.parametrize(
    "bad",
    [says.whole(b"", 500), says.whole(b"<html>"), says.silence, says.broken_off, says.whole(b"{}")],
    ids=["500", "a page", "silence", "broken off", "another shape"],
)
def test_sign_in_raises_nothing(hasty: HttpCrm, centre: LittleCentre, bad: Saying) -> None:
    """Bad input: the customer is told that the centre cannot be reached, whatever it was."""
    centre.then(bad)
    assert hasty.sign_in(VISIT, CARD, PIN) == Unreachable()


@pytest.mark.requirement("B1")
def test_by_number(crm: HttpCrm, centre: LittleCentre) -> None:
    example = message("sign-in.by_pin")
    centre.says(example["response"])
    request = example["request"]
    answer = crm.sign_in_by_number(request["visit"], request["account"], Factor.PIN, request["pin"])
    assert isinstance(answer, Granted)
    assert centre.heard[0].document == request
    centre.says(message("sign-in-code.asked")["response"])
    assert isinstance(crm.send_code(VISIT, request["account"]), CodeAsked)


@pytest.mark.requirement("G4")
def test_asked_already(crm: HttpCrm, centre: LittleCentre) -> None:
    """G4: what a typed number is told has no reference."""
    example = message("callbacks-open")
    centre.says(example["response"])
    request = example["request"]
    found = crm.open_callback(request["visit"], request["phone"], Topic(request["topic"]))
    assert centre.heard[0].document == request
    assert found is not None
    assert (found.reference, found.topic, found.status) == ("", "billing", "confirmed")
    centre.says(message("cases.unknown")["response"])
    assert crm.open_callback("", "0912345678", Topic.METER) is None
    by_email = message("callbacks-open.email")
    centre.says(by_email["response"])
    told = crm.open_callback("", "", Topic.BILLING, by_email["request"]["email"])
    assert centre.heard[-1].document == by_email["request"]
    assert told is not None
    assert told.reply == "email"


@pytest.mark.requirement("X49")
def test_a_kiosk_that_failed_too_often_is_locked_and_not_offline(crm: HttpCrm, centre: LittleCentre) -> None:
    asks = (
        lambda: crm.sign_in(VISIT, CARD, PIN),
        lambda: crm.sign_in_by_number(VISIT, "1203340000", Factor.CODE, "000000"),
        lambda: crm.send_code(VISIT, "1203340000"),
    )
    for ask in asks:
        centre.says({"error": "slow_down", "detail": ""}, 429)
        assert ask() == Locked(None)


def test_sign_in_at_a_centre_that_is_gone(identity: Identity) -> None:
    with says.little_centre() as centre:
        crm = HttpCrm(centre.url, identity)
    assert crm.sign_in(VISIT, CARD, PIN) == Unreachable()


@pytest.mark.requirement("B7")
def test_no_pin_card_or_grant_in_a_log(
    hasty: HttpCrm, centre: LittleCentre, caplog: pytest.LogCaptureFixture
) -> None:
    """B7: at the most talkative level, of all libraries together."""
    caplog.set_level(logging.DEBUG)
    for bad in (says.whole(b"", 500), says.whole(b"482913"), says.broken_off, says.silence):
        centre.then(bad)
        hasty.sign_in(VISIT, CARD, PIN)
    centre.says({"error": "invalid", "detail": f"pin {PIN} of {CARD}"}, 422)
    hasty.sign_in(VISIT, CARD, PIN)
    centre.says(message("sign-in.granted")["response"])
    hasty.sign_in(VISIT, CARD, PIN)
    centre.says({"error": "bad_grant", "detail": "opaque text"}, 403)
    with pytest.raises(Offline):
        hasty.bills("opaque text")
    assert "the centre answered 422 invalid" in caplog.text
    assert not any(secret in caplog.text for secret in (PIN, CARD, "opaque text", "林"))


def test_sign_out(crm: HttpCrm, centre: LittleCentre) -> None:
    centre.says(message("sign-out")["response"])
    crm.sign_out("opaque text")
    assert centre.heard[0].document == message("sign-out")["request"]


@pytest.mark.requirement("D1")
def test_bills(crm: HttpCrm, centre: LittleCentre) -> None:
    """D1: values equal the centre's."""
    centre.says(message("bills")["response"])
    found = crm.bills("opaque text")
    assert centre.heard[0].document == message("bills")["request"]
    assert [bill.id for bill in found.bills] == ["B-2026-10-E-7730"]


def test_bills_without_a_line_are_none(hasty: HttpCrm, centre: LittleCentre) -> None:
    centre.then(says.silence)
    with pytest.raises(Offline, match="no answer in time"):
        hasty.bills("opaque text")


def test_check(crm: HttpCrm, centre: LittleCentre) -> None:
    example = message("bills-check")
    centre.says(example["response"])
    amounts = [Money(minor) for minor in example["request"]["amounts"]]
    standings = crm.check("opaque text", example["request"]["bills"], amounts)
    assert centre.heard[0].url.endswith("/api/v1/bills/check")
    assert centre.heard[0].document == example["request"]
    assert standings[0] == BillStanding("B-2026-10-E-7730", payable=True)
    assert not standings[1].payable


@pytest.mark.requirement("J3")
def test_sync(crm: HttpCrm, centre: LittleCentre) -> None:
    """J3: ids from the kiosk, one answer for each."""
    example = message("sync")
    records = [as_stored(one) for one in example["request"]["records"]]
    centre.says(example["response"])
    reply = crm.sync(records)
    assert centre.heard[0].document == example["request"]
    posted = Posting(Posted.POSTED)
    assert reply.answers == tuple(
        Answer(record.id, "stored", posting=posted if record.kind == "payment" else None)
        for record in records
    )
    assert reply.poll_after == 15


def test_a_damaged_record_holds_up_no_other(crm: HttpCrm, centre: LittleCentre) -> None:
    """J5: it is parked with a reason, and the money behind it goes out."""
    example = message("sync")
    first, second = (as_stored(one) for one in example["request"]["records"])
    damaged = replace(first, body=first.body.replace("280400", "280401"))
    centre.says(example["response"] | {"answers": example["response"]["answers"][1:]})
    reply = crm.sync([damaged, second])
    assert [record["id"] for record in centre.heard[0].document["records"]] == [second.id]
    assert reply.answers == (Answer(first.id, "refused", "damaged"), Answer(second.id, "stored"))


def large(record: Record, id: str, size: int) -> Record:
    body = json.dumps({"note": "x" * size}, separators=(",", ":"))
    return replace(record, id=id, body=body, body_hash=hashlib.sha256(body.encode()).hexdigest())


def test_what_does_not_fit_into_one_request_waits_for_the_next(crm: HttpCrm, centre: LittleCentre) -> None:
    """J4: bounded batches; the first ones go first."""
    record = as_stored(message("sync")["request"]["records"][0])
    three = [large(record, id, 290_000) for id in ("a", "b", "c")]
    answer = {"id": "a", "verdict": "stored", "reason": None, "case": None}
    centre.says(message("sync")["response"] | {"answers": [answer, answer | {"id": "b"}]})
    assert crm.sync(three).answers == (Answer("a", "stored"), Answer("b", "stored"))
    assert [sent["id"] for sent in centre.heard[0].document["records"]] == ["a", "b"]
    assert len(centre.heard[0].body) < 1_000_000


def test_a_record_that_never_fits_holds_up_no_other(crm: HttpCrm, centre: LittleCentre) -> None:
    record = as_stored(message("sync")["request"]["records"][0])
    answer = {"id": "b", "verdict": "stored", "reason": None, "case": None}
    centre.says(message("sync")["response"] | {"answers": [answer]})
    reply = crm.sync([large(record, "a", 700_000), large(record, "b", 10)])
    assert reply.answers == (Answer("a", "refused", "too_large"), Answer("b", "stored"))


@pytest.mark.requirement("J4")
def test_a_batch_with_money_says_so_at_the_door(crm: HttpCrm, centre: LittleCentre) -> None:
    """J4: RFC 9218; what else there is says nothing."""
    money, *_ = records = [as_stored(each) for each in message("sync")["request"]["records"]]
    assert money.stream == "money"
    others = [each for each in records if each.stream != "money"]
    for batch in (records, others):
        answered = [{"id": each.id, "verdict": "stored"} for each in batch]
        centre.says(message("sync")["response"] | {"answers": answered})
        crm.sync(batch)
    assert [heard.headers.get("Priority") for heard in centre.heard] == ["u=1", None]


def test_it_is_sent_away_and_told_when_to_come(crm: HttpCrm, centre: LittleCentre) -> None:
    example = message("sync.slow_down")
    centre.says(example["response"], example["status"], Retry_After="40")
    with pytest.raises(Offline) as away:
        crm.sync([])
    assert (away.value.reason, away.value.retry_after) == ("slow_down", 40.0)
    assert centre.heard[0].document == example["request"]


@pytest.mark.requirement("X60")
def test_where_the_audit_chain_ends_is_told_with_every_sync(crm: HttpCrm, centre: LittleCentre) -> None:
    """X60: and the centre says which line it knows; an older one does not."""
    example = message("sync.chain")
    centre.says(example["response"])
    reply = crm.sync([], chain=ChainHead(**example["request"]["chain"]))
    assert centre.heard[0].document == example["request"]
    assert reply.chain == 812
    centre.says(message("sync")["response"] | {"answers": []})
    assert crm.sync([]).chain == 0


@pytest.mark.requirement("X60")
def test_a_sign_of_life_says_again_where_the_chain_ended(crm: HttpCrm, centre: LittleCentre) -> None:
    """X60: a technician who tries the line, and a store that cannot be read, are no chain that fell silent."""
    asked = message("sync.chain")["request"]
    for _ in range(2):
        centre.says(message("sync")["response"] | {"answers": []})
    crm.sync([], "epoch-2", ChainHead(**asked["chain"]))
    crm.sync([])
    first, second = (heard.document for heard in centre.heard)
    assert second == first
    assert (second["epoch"], second["chain"]) == ("epoch-2", asked["chain"])


def test_a_sync_without_records_says_only_that_the_kiosk_is_there(crm: HttpCrm, centre: LittleCentre) -> None:
    centre.says(message("sync")["response"] | {"answers": []})
    assert crm.sync([]).answers == ()
    assert centre.heard[0].document["records"] == []


@pytest.mark.requirement("L1")
@pytest.mark.parametrize("code", ["revoked", "unknown_kiosk", "bad_signature"])
def test_a_kiosk_that_is_not_believed_keeps_its_queue(crm: HttpCrm, centre: LittleCentre, code: str) -> None:
    """L1: Offline, so nothing is settled; the reason says what a technician must do."""
    centre.says({"error": code, "detail": "because"}, 401)
    with pytest.raises(Offline, match=r"because.*|enrol") as caught:
        crm.sync([as_stored(message("sync")["request"]["records"][0])])
    assert caught.value.reason == code


@pytest.mark.requirement("J8")
def test_the_centres_clock_is_heard_with_every_sync(centre: LittleCentre, identity: Identity) -> None:
    """J8: against the clock that is never set."""
    told: list[tuple[datetime, float]] = []
    crm = HttpCrm(centre.url, identity, heard=lambda moment, at: told.append((moment, at)))
    centre.says(message("sync")["response"] | {"answers": []})
    before = time.monotonic()
    crm.sync([])
    [(moment, at)] = told
    assert moment == datetime(2026, 11, 22, 6, 5, 42, tzinfo=UTC)
    assert before <= at <= time.monotonic()
    crm.close()
