"""Records: taken once, whatever the line does; one that cannot be taken holds up no other."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError

from crm import audit_trail
from crm.audit import newest
from crm.centre import Centre
from crm.schema import Callback, CallbackEvent, CallbackState, Case, CaseKind, CaseState, Record
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract, seal

PAYMENT = contract("records/payment.approved.json")
CALLBACK = contract("records/callback.json")
SIGNED_IN = contract("records/callback.signed_in.json")
RECEIPT = contract("records/receipt_case.json")
AUDIT = contract("records/audit.json")


def verdicts(told: dict[str, Any]) -> list[str]:
    return [answer["verdict"] for answer in told["answers"]]


def reasons(told: dict[str, Any]) -> list[str | None]:
    return [answer["reason"] for answer in told["answers"]]


# --- once -------------------------------------------------------------------------------------


@pytest.mark.requirement("J3")
def test_the_answer_was_lost_and_the_record_comes_again(kiosk: SigningKiosk) -> None:
    """J3: stored once, then duplicate, with the same case each time."""
    first, second = kiosk.sync(CALLBACK), kiosk.sync(CALLBACK)
    assert (verdicts(first), verdicts(second)) == (["stored"], ["duplicate"])
    assert first["answers"][0]["case"] == second["answers"][0]["case"] == "K07-SUAM-XK7Z"


def test_the_same_record_twice_in_one_batch(kiosk: SigningKiosk) -> None:
    assert verdicts(kiosk.sync(AUDIT, AUDIT)) == ["stored", "duplicate"]


def test_an_id_used_for_something_else(kiosk: SigningKiosk, centre: Centre) -> None:
    """J3: the id is bound to its body."""
    kiosk.sync(CALLBACK)
    other = seal(CALLBACK, phone="0900000000")
    assert reasons(kiosk.sync(other)) == ["id_reused"]
    with centre.database.reading() as session:
        assert session.scalars(select(Callback)).one().phone == "0912345678"


def test_an_id_that_another_kiosk_used_is_free(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    kiosk.sync(AUDIT)
    assert verdicts(other_kiosk.sync(AUDIT)) == ["stored"]


def test_a_body_that_is_not_what_was_hashed(kiosk: SigningKiosk) -> None:
    assert reasons(kiosk.sync({**AUDIT, "body": {**AUDIT["body"], "kind": "other"}})) == ["bad_hash"]


# --- poison -----------------------------------------------------------------------------------

POISON: dict[str, Any] = {
    "no record at all": 7,
    "nothing in it": {},
    "no uuid": {**AUDIT, "id": "17"},
    "no such stream": {**AUDIT, "stream": "gossip"},
    "another stream's": {**AUDIT, "stream": "money"},
    "sequence from 0": {**AUDIT, "seq": 0},
    "sequence beyond all numbers": {**AUDIT, "seq": 2**64},
    "sequence as text": {**AUDIT, "seq": "1"},
    "unknown kind": {**AUDIT, "kind": "horoscope"},
    "unknown version": {**AUDIT, "v": 2},
    "no zone": {**AUDIT, "at": "2026-11-22T06:05:41.000"},
    "no time": {**AUDIT, "at": "yesterday"},
    "body is no object": {**AUDIT, "body": []},
    "half a character": {**AUDIT, "body": {"kind": "\ud800", "fields": {}, "chain": ""}},
    "nul": seal(AUDIT, kind="a\0b" * 30),
    "lines do not add up": seal(PAYMENT, amount={"minor": 1, "currency": "TWD"}),
    "two currencies": seal(PAYMENT, amount={"minor": 280400, "currency": "JPY"}),
    "no lines": seal(PAYMENT, lines=[]),
    "one bill twice": seal(
        PAYMENT, lines=[PAYMENT["body"]["lines"][0]] * 2, amount={"minor": 463600, "currency": "TWD"}
    ),
    "a bank card number": seal(PAYMENT, slip={**PAYMENT["body"]["slip"], "card": "4" + "1" * 15}),
    "a card number elsewhere": seal(
        PAYMENT, slip={**PAYMENT["body"]["slip"], "approval_code": "4" + "1" * 15}
    ),
    "a card number as a name": seal(PAYMENT, slip={**PAYMENT["body"]["slip"], "scheme": "4" + "1" * 15}),
    "a card number as a time": seal(PAYMENT, slip={**PAYMENT["body"]["slip"], "time": "4" + "1" * 15}),
    "a track": seal(PAYMENT, slip={**PAYMENT["body"]["slip"], "track2": "x"}),
    "another kiosk's reference": seal(CALLBACK, reference="K03-2222-222M"),
    "a damaged reference": seal(CALLBACK, reference="K07-SUAM-XK7A"),
    "no number for a guest": seal(CALLBACK, phone=""),
    "a number that is none": seal(CALLBACK, phone="call me"),
}


@pytest.mark.parametrize("name", POISON)
def test_poison_is_refused_and_the_money_behind_it_goes_through(
    name: str, kiosk: SigningKiosk, centre: Centre
) -> None:
    batch = json.dumps(
        {"kiosk": "K07", "epoch": EPOCH, "records": [POISON[name], PAYMENT, CALLBACK]}
    ).encode()
    told = kiosk.post("sync", batch).json()
    assert verdicts(told) == ["refused", *(["stored"] * 2)]
    assert told["answers"][0]["case"] is None
    assert told["answers"][0]["reason"].startswith(("invalid", "bad_hash"))
    with centre.database.reading() as session:
        assert len(session.scalars(select(Record)).all()) == 2


def test_a_refusal_repeats_nothing_of_the_record(kiosk: SigningKiosk, centre: Centre) -> None:
    number = "4" + "1" * 15
    told = kiosk.sync(seal(PAYMENT, slip={**PAYMENT["body"]["slip"], "card": number}))
    assert "slip.card" in told["answers"][0]["reason"]
    assert number not in json.dumps(told)
    with centre.database.reading() as session:
        [line] = newest(session, what="record.refused")
        assert number not in repr(line.detail)


def test_a_refused_record_is_in_the_audit_list_and_may_come_again_mended(
    kiosk: SigningKiosk, centre: Centre
) -> None:
    broken = seal(CALLBACK, phone="")
    kiosk.sync(broken)
    assert verdicts(kiosk.sync(CALLBACK)) == ["stored"]
    with centre.database.reading() as session:
        [line] = newest(session, what="record.refused")
        assert (line.who, line.subject) == ("K07", CALLBACK["id"])


@pytest.fixture
def broken_audit(centre: Centre) -> Iterator[None]:
    """A bug: whoever writes a kiosk's audit record stumbles, in whatever way it is written."""

    def stumble(_connection: Any, _cursor: Any, statement: str, told: Any, *_rest: Any) -> None:
        if "INSERT INTO records" in statement and "maintenance.entered" in repr(told):
            raise ZeroDivisionError

    event.listen(centre.database.engine, "before_cursor_execute", stumble)
    yield
    event.remove(centre.database.engine, "before_cursor_execute", stumble)


@pytest.mark.usefixtures("broken_audit")
def test_a_bug_that_one_record_wakes_holds_up_no_other(
    kiosk: SigningKiosk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "crm.intake.records"):
        told = kiosk.sync(AUDIT, CALLBACK)
    assert verdicts(told) == ["refused", "stored"]
    assert "ZeroDivisionError" in caplog.text


# --- order and gaps ---------------------------------------------------------------------------


def numbered(*numbers: int) -> list[dict[str, Any]]:
    return [{**AUDIT, "id": str(uuid4()), "seq": number} for number in numbers]


def test_through_stops_at_a_hole_and_goes_on_when_it_is_filled(kiosk: SigningKiosk, centre: Centre) -> None:
    assert kiosk.sync(*numbered(1, 2, 5))["through"] == {"telemetry": 2}
    assert kiosk.sync(*numbered(6))["through"] == {"telemetry": 2}
    assert kiosk.sync(*numbered(4, 3))["through"] == {"telemetry": 6}
    with centre.database.reading() as session:
        [gap] = newest(session, what="sync.gap")
    assert (gap.subject, gap.detail) == ("telemetry", {"epoch": EPOCH, "from": 3, "to": 4})


def test_a_new_epoch_counts_from_one(kiosk: SigningKiosk) -> None:
    kiosk.sync(*numbered(1, 2, 3))
    assert kiosk.sync(*numbered(1), epoch="0193a1f0-0000-7000-8000-000000000002")["through"] == {
        "telemetry": 1
    }


def test_a_sequence_number_used_twice_loses_nothing(kiosk: SigningKiosk) -> None:
    assert verdicts(kiosk.sync(*numbered(1, 1))) == ["stored", "stored"]


def test_a_heartbeat_tells_how_far_it_came(kiosk: SigningKiosk) -> None:
    kiosk.sync(*numbered(1, 2))
    told = kiosk.sync()
    assert (told["answers"], told["through"], told["poll_s"]) == ([], {"telemetry": 2}, 15)


# --- effects ----------------------------------------------------------------------------------


@pytest.mark.requirement("G1")
def test_a_guests_request_made_while_the_line_was_down(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """G1: once in the queue, with the customer's own time."""
    clock.step(hours=30)
    kiosk.sync(CALLBACK)
    kiosk.sync(CALLBACK)
    with centre.database.reading() as session:
        [row] = session.scalars(select(Callback))
        [first] = session.scalars(select(CallbackEvent))
    assert row.requested_at.isoformat() == first.at.isoformat() == "2026-11-22T06:05:41+00:00"
    assert row.received_at == clock.now
    assert (row.state, row.phone, row.customer_id) == (CallbackState.QUEUED, "0912345678", None)
    assert row.window_from.isoformat() == "2026-11-22T07:00:00+00:00"
    assert (row.context, row.trail) == (CALLBACK["body"]["context"], CALLBACK["body"]["trail"])
    assert (row.notice, row.promotional_consent) == ("2026-11", False)
    assert (first.who, first.what) == ("K07", "requested")


@pytest.mark.requirement("G1")
def test_who_signed_in_is_called_on_the_number_on_file_even_after_the_grant_ended(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """G1: the line was down until long after the visit."""
    grant = kiosk.grant(visit=SIGNED_IN["body"]["visit"])
    kiosk.post("sign-out", {"grant": grant})
    clock.step(days=2)
    kiosk.sync(SIGNED_IN)
    with centre.database.reading() as session:
        [row] = session.scalars(select(Callback))
    assert (row.customer_id, row.phone) == (1, "0912345678")


def test_a_visit_at_another_kiosk_tells_nothing(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    other_kiosk.sign_in(visit=SIGNED_IN["body"]["visit"])
    assert reasons(kiosk.sync(SIGNED_IN)) == ["invalid: no number to call"]


def test_who_signed_in_may_name_another_number(kiosk: SigningKiosk, centre: Centre) -> None:
    kiosk.sign_in(visit=SIGNED_IN["body"]["visit"])
    kiosk.sync(seal(SIGNED_IN, phone="0222222222"))
    with centre.database.reading() as session:
        [row] = session.scalars(select(Callback))
    assert (row.customer_id, row.phone) == (1, "0222222222")


@pytest.mark.requirement("E6")
@pytest.mark.requirement("X6")
@pytest.mark.parametrize("order", [0, 1])
def test_a_proof_that_came_out_in_the_end_closes_its_case(
    kiosk: SigningKiosk, centre: Centre, order: int
) -> None:
    """X6: in whichever order the two are heard, and with a line of its history."""
    done = {**seal(RECEIPT, paper="confirmed"), "id": "0193a1f0-3333-7000-8000-000000000099", "seq": 3}
    records = (RECEIPT, done) if not order else (done, RECEIPT)
    assert verdicts(kiosk.sync(*records)) == ["stored", "stored"]
    with centre.database.reading() as session:
        (case,) = session.scalars(select(Case))
        assert case.state is CaseState.CLOSED
        assert [event.what for event in case.events] == ["printed"]


@pytest.mark.parametrize("order", [(PAYMENT, RECEIPT), (RECEIPT, PAYMENT)])
def test_paid_but_not_printed_is_a_case(order: tuple[Any, Any], kiosk: SigningKiosk, centre: Centre) -> None:
    """E6: automatic, once, in whichever order money and case come."""
    told = kiosk.sync(*order, RECEIPT)
    assert sorted(verdicts(told)) == ["duplicate", "stored", "stored"]
    with centre.database.reading() as session:
        [case] = session.scalars(select(Case))
    assert (case.kind, case.state, case.reference) == (CaseKind.RECEIPT, CaseState.OPEN, "K07-KV33-FQ8J")
    assert case.body == {"reference": "K07-JR7U-X53G", "paper": "not_printed"}
    assert case.payment_id == PAYMENT["id"]


def test_a_proof_of_another_kiosks_payment(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    kiosk.sync(PAYMENT)
    told = other_kiosk.sync(seal(RECEIPT, reference="K03-2222-2224", case="K03-3222-2229"))
    assert reasons(told) == ["invalid: another kiosk's payment"]


@pytest.mark.requirement("K2")
def test_an_entry_into_maintenance_is_in_the_audit_list(kiosk: SigningKiosk, centre: Centre) -> None:
    """K2: with the time at the kiosk and the kiosk's name."""
    kiosk.sync(AUDIT)
    with centre.database.reading() as session:
        [line] = audit_trail.newest(session, audit_trail.Wanted(what="maintenance."), 9)
    assert (line.who, line.what, line.at.isoformat()) == (
        "K07",
        "maintenance.entered",
        "2026-11-22T06:05:41+00:00",
    )


def test_a_record_and_what_follows_from_it_stand_or_fall_together(
    kiosk: SigningKiosk, centre: Centre, engine_fault: Engine
) -> None:
    """The disk fails between the record and its callback: neither is there, and the kiosk hears "later"."""
    request = {"kiosk": "K07", "epoch": EPOCH, "records": [CALLBACK]}
    answer = kiosk.post("sync", request)
    assert (answer.status_code, answer.json()["error"]) == (503, "unavailable")
    event.remove(engine_fault, "before_cursor_execute", fail_at_callbacks)
    with centre.database.reading() as session:
        assert session.scalars(select(Record)).all() == []
    assert verdicts(kiosk.sync(CALLBACK)) == ["stored"]


def fail_at_callbacks(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if statement.startswith("INSERT INTO callbacks"):
        raise OperationalError(statement, {}, sqlite3.OperationalError("disk I/O error"))


@pytest.fixture
def engine_fault(centre: Centre) -> Engine:
    event.listen(centre.database.engine, "before_cursor_execute", fail_at_callbacks)
    return centre.database.engine
