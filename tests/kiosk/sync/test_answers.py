"""What the centre says is understood as the contract shows it, and nothing else is."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.account import CodeAsked, CodeWait, Customer, Granted, Locked, Refused
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.posting import Posted, Posting
from kiosk.ports import Answer, Offline
from kiosk.sync import answers, parts
from kiosk.sync.parts import Part
from tests.kiosk.sync.samples import KIOSK, message

E_BILL, W_BILL = "B-2026-10-E-7730", "B-2026-10-W-7730"
SENT = [record["id"] for record in message("sync")["request"]["records"]]

READERS: dict[str, Callable[[Part], object]] = {
    "sign-in.granted": answers.sign_in,
    "sign-in.refused": answers.sign_in,
    "sign-in.locked": answers.sign_in,
    "sign-in.by_pin": answers.sign_in,
    "sign-in.by_code": answers.sign_in,
    "sign-in-code.asked": answers.code,
    "sign-in-code.wait": answers.code,
    "bills": answers.bills,
    "bills-check": lambda part: answers.standings(part, [E_BILL, W_BILL]),
    "sync": lambda part: replace(answers.sync(part, SENT), content={}),  # every name in it is a part
    "enrol": lambda part: answers.enrolled(part, KIOSK),
}


def heard(document: object) -> Part:
    return parts.parse(json.dumps(document).encode())


def response(name: str) -> Part:
    return heard(message(name)["response"])


def test_granted() -> None:
    """B1: masked strings and a grant, nothing more."""
    assert answers.sign_in(response("sign-in.granted")) == Granted(
        Customer("opaque text", "林○宏", "••••••7730", "0912-•••-678")
    )


def test_granted_to_somebody_without_a_phone() -> None:
    document = message("sign-in.granted")["response"]
    document["customer"]["phone"] = None
    granted = answers.sign_in(heard(document))
    assert isinstance(granted, Granted)
    assert granted.customer.phone is None


def test_refused_and_locked() -> None:
    """B1: refused says nothing of why; locked says until when."""
    assert answers.sign_in(response("sign-in.refused")) == Refused()
    assert answers.sign_in(response("sign-in.locked")) == Locked(datetime(2026, 11, 22, 6, 20, tzinfo=UTC))
    assert answers.sign_in(heard({"result": "locked", "until": None})) == Locked(None)


def test_a_code_was_asked_for() -> None:
    at = datetime(2026, 11, 22, 6, 6, 42, tzinfo=UTC)
    assert answers.code(response("sign-in-code.asked")) == CodeAsked(at)
    assert answers.code(response("sign-in-code.wait")) == CodeWait(at)
    assert answers.code(response("sign-in.locked")) == Locked(datetime(2026, 11, 22, 6, 20, tzinfo=UTC))


def test_bills() -> None:
    """D1: the values are the centre's, with the time they are of."""
    found = answers.bills(response("bills"))
    assert found.as_of == datetime(2026, 11, 22, 6, 5, 10, tzinfo=UTC)
    assert found.bills == (
        Bill(
            E_BILL,
            "electricity",
            "••••••7730",
            date(2026, 9, 1),
            date(2026, 10, 31),
            Money(231800),
            date(2026, 11, 17),
        ),
    )


def test_no_bills() -> None:
    assert answers.bills(heard({"bills": [], "as_of": "2026-11-22T06:05:10.000Z"})).bills == ()


def test_standings_come_in_the_order_of_the_question() -> None:
    assert answers.standings(response("bills-check"), [W_BILL, E_BILL]) == (
        BillStanding(W_BILL, False, date(2026, 11, 20)),
        BillStanding(E_BILL, True, None),
    )


@pytest.mark.parametrize("asked", [[E_BILL], [E_BILL, W_BILL, "B-2026-10-G-7730"], []])
def test_a_half_answer_about_bills_is_none(asked: list[str]) -> None:
    with pytest.raises(Offline, match="bills that were asked for"):
        answers.standings(response("bills-check"), asked)


def test_a_sync_answer() -> None:
    """J3: one verdict for each record."""
    reply = answers.sync(response("sync"), SENT)
    paid, called = SENT
    assert reply.answers == (Answer(paid, "stored", posting=Posting(Posted.POSTED)), Answer(called, "stored"))
    assert reply.poll_after == 15


@pytest.mark.requirement("X23")
def test_a_sync_answer_says_what_became_of_a_payment() -> None:
    """X23: and until when this kiosk may give it back; an older centre says nothing, a newer one maybe another word."""
    [answer] = answers.sync(response("sync.refund_due"), SENT).answers
    assert answer.posting == Posting(Posted.REFUND_DUE, datetime(2026, 11, 23, 6, 5, 42, tzinfo=UTC))
    told = message("sync.refund_due")["response"]
    told["answers"][0]["posting"]["state"] = "waits"
    assert answers.sync(heard(told), SENT).answers[0].posting is None
    del told["answers"][0]["posting"]
    assert answers.sync(heard(told), SENT).answers[0].posting is None


@pytest.mark.requirement("A6")
def test_a_sync_answer_says_to_which_calls_somebody_goes() -> None:
    """A6: none from a centre that hears no calls."""
    assert answers.sync(response("sync.coming"), ()).coming == ("0193a1f0-aaaa-7000-8000-000000000001",)
    older = message("sync.commands")["response"]
    del older["coming"]
    assert answers.sync(heard(older), ()).coming == ()


def test_a_refused_record_says_why() -> None:
    document = message("sync")["response"]
    document["answers"][1] |= {"verdict": "refused", "reason": "id_reused"}
    assert answers.sync(heard(document), SENT).answers[1] == Answer(SENT[1], "refused", "id_reused")


def test_an_answer_about_a_record_that_was_not_sent_is_none() -> None:
    with pytest.raises(Offline, match="records that were sent"):
        answers.sync(response("sync"), SENT[:1])


def test_another_kiosk_was_enrolled() -> None:
    with pytest.raises(Offline, match="another kiosk"):
        answers.enrolled(response("enrol"), "K08")


def test_bills_that_cannot_be_added_up_are_none() -> None:
    document = message("bills")["response"]
    second = copy.deepcopy(document["bills"][0]) | {"id": "B-2", "amount": {"minor": 1, "currency": "EUR"}}
    document["bills"].append(second)
    with pytest.raises(Offline, match="one currency"):
        answers.bills(heard(document))


def test_the_same_bill_twice_is_none() -> None:
    document = message("bills")["response"]
    document["bills"] *= 2
    with pytest.raises(Offline, match="different bills"):
        answers.bills(heard(document))


@pytest.mark.parametrize("name", READERS)
def test_a_newer_centre_may_say_more(name: str) -> None:
    """L1: kiosks in the field are older than the server."""
    document = message(name)["response"]
    more = json.loads(json.dumps(document), object_hook=lambda found: found | {"tone": "kind", "also": [1]})
    assert READERS[name](heard(more)) == READERS[name](heard(document))


OTHERS: list[Any] = [None, True, -1, 1.5, 10**30, "", "no", "\ud800", "a\nb", "x" * 5000, [], {}, [None]]


def damaged(document: Any) -> Iterator[Any]:
    """The document with each value in turn missing or replaced by something else."""
    for path in list(paths(document)):
        for other in OTHERS:
            copied = copy.deepcopy(document)
            place = copied
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = other
            yield copied


def read_or_told(read: Callable[[Any], object], said: Any) -> str:
    """What Offline says; empty when it was read. Any other exception is a crash."""
    try:
        read(said)
    except Offline as offline:
        return str(offline)
    return ""


def paths(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*way, key))


@pytest.mark.requirement("D1")
@pytest.mark.parametrize("name", READERS)
def test_a_damaged_answer_is_offline_and_never_a_crash(name: str) -> None:
    """Bad input: whatever one value is replaced by, the answer is read or is none."""
    told = {read_or_told(READERS[name], heard(document)) for document in damaged(message(name)["response"])}
    assert len(told) > 1
    assert all(misfortune.startswith("unusable answer") for misfortune in told if misfortune)


@pytest.mark.parametrize(
    ("name", "way", "value"),
    [
        ("bills", ("bills", 0, "amount", "minor"), True),
        ("bills", ("bills", 0, "amount", "minor"), 2318.0),
        ("bills", ("bills", 0, "amount", "minor"), -1),
        ("bills", ("bills", 0, "amount", "minor"), "231800"),
        ("bills", ("bills", 0, "amount", "currency"), "XXX"),
        ("bills", ("bills", 0, "due"), "20261117"),
        ("bills", ("bills", 0, "due"), "2026-02-30"),
        ("bills", ("as_of",), "2026-11-22 06:05:10Z"),
        ("bills", ("as_of",), "2026-11-22T06:05:10"),
        ("bills", ("as_of",), "0001-01-01T00:00:00.000"),
        ("bills-check", ("bills", 0, "payable"), 1),
        ("sign-in.granted", ("grant",), ""),
        ("sign-in.granted", ("customer", "name"), "林\x1b[2J"),
        ("sign-in.granted", ("result",), "perhaps"),
        ("sync", ("answers", 0, "verdict"), "lost"),
        ("sync", ("poll_s",), True),
    ],
)
def test_a_value_of_another_shape_is_named(name: str, way: tuple[Any, ...], value: object) -> None:
    document = message(name)["response"]
    place = document
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    with pytest.raises(Offline) as caught:
        READERS[name](heard(document))
    assert str(way[-1]) in str(caught.value)


def test_the_message_about_a_damaged_value_does_not_show_it() -> None:
    """B7: it may be a name or a grant, and the message goes into a log."""
    document = message("sign-in.granted")["response"] | {"grant": "a grant\nin two lines"}
    with pytest.raises(Offline) as caught:
        answers.sign_in(heard(document))
    assert str(caught.value) == "unusable answer: answer.grant is not a text"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html><title>Sign in to the network</title>",
        b"[]",
        b"null",
        b'"granted"',
        b'{"result":',
        b'{"poll_s":NaN}',
        b'{"a":Infinity}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 10_000,
    ],
)
def test_what_is_no_json_object_is_offline(body: bytes) -> None:
    """Bad input: a captive portal's page, a cut answer, numbers that are none."""
    with pytest.raises(Offline, match="not a JSON object"):
        parts.parse(body)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_crash_the_reader(body: bytes) -> None:
    assert read_or_told(parts.parse, body).startswith("unusable answer") or body.strip().startswith(b"{")


def test_a_part_does_not_show_its_value() -> None:
    """B7: a part may hold a grant."""
    assert "opaque" not in repr(response("sign-in.granted"))


@pytest.mark.requirement("D3")
def test_how_a_case_stands() -> None:
    """D3: all that the centre tells is read; a word of a newer centre changes nothing."""
    found = answers.case(heard(response_of("cases")))
    assert found == CaseStanding(
        "K07-SUAM-XK7Z",
        "callback",
        "confirmed",
        "billing",
        datetime(2026, 11, 22, 7, tzinfo=UTC),
        datetime(2026, 11, 22, 9, tzinfo=UTC),
        place=1,
        expected_at=datetime(2026, 11, 22, 7, tzinfo=UTC),
        can=Can.NOW,
        reply="phone",
    )
    booked = answers.case(heard(response_of("cases.booking")))
    assert booked is not None
    assert (booked.kind, booked.topic, booked.site) == ("booking", "counter", "三重服務中心")
    assert answers.case(heard(response_of("cases.unknown"))) is None
    newer = response_of("cases") | {"can": "perhaps", "amount": {"minor": 231800, "currency": "TWD"}}
    told = answers.case(heard(newer))
    assert told is not None
    assert (told.can, told.amount) == (Can.NO, Money(231_800))
    with pytest.raises(Offline):
        answers.case(heard(newer | {"window": {"from": "soon"}}))


def response_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = message(name)["response"]
    return found
