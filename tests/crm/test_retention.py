"""Records go when their time is over, a few at a time; one that comes again afterwards is not taken for a new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from crm.centre import Centre
from crm.intake import batch_seal, retention
from crm.intake.ids import first_id
from crm.intake.retention import BATCH, KEPT, MOST, is_forgotten
from crm.rounds import go_round
from crm.schema import AuditLine, Bill, Callback, Payment, Record
from tests.crm.signing import SigningKiosk, StepClock, contract, seal

AUDIT, CALLBACK = contract("records/audit.json"), contract("records/callback.json")


def made(record: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The same, made at this moment, with an id that says so."""
    chance = UUID(first_id(at)).int | uuid4().int & (1 << 62) - 1
    return {**record, "id": str(UUID(int=chance)), "at": at.isoformat()}


def kept(centre: Centre) -> int:
    with centre.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Record)) or 0


def test_an_id_tells_when_it_was_made(clock: StepClock) -> None:
    assert UUID(first_id(clock.now)).version == 7
    just, before = clock.now - KEPT, clock.now - KEPT - timedelta(milliseconds=1)
    assert not is_forgotten(first_id(just), before, clock.now)
    assert not is_forgotten(first_id(before), just, clock.now)
    assert is_forgotten(first_id(before), before, clock.now)
    assert not is_forgotten(str(uuid4()), before, clock.now)


@pytest.mark.requirement("J6")
def test_what_was_kept_long_enough_goes_and_what_followed_stays(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """J6: retention for the rest, at the centre too."""
    kiosk.sync(made({**AUDIT, "seq": 1}, clock.now), made(CALLBACK, clock.now))
    clock.step(days=30)
    kiosk.sync(made({**AUDIT, "seq": 2}, clock.now))
    clock.step(days=371)
    go_round(centre)
    assert kept(centre) == 1
    with centre.database.reading() as session:
        assert session.query(Callback).count() == 1
        assert session.query(AuditLine).filter_by(what=batch_seal.TAKEN).count() == 2
        assert list(batch_seal.breaks(session, clock.now)) == []


@pytest.mark.requirement("J3")
@pytest.mark.parametrize("record", [AUDIT, CALLBACK], ids=["plain", "with care"])
def test_what_comes_again_after_its_time_is_not_taken_for_new(
    record: dict[str, Any], kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """J3: the kiosk parks it, where a person sees it; the one beside it is taken."""
    old = made(record, clock.now)
    kiosk.sync(old)
    clock.step(days=401)
    go_round(centre)
    told = kiosk.sync(old, made({**AUDIT, "seq": 9}, clock.now))
    assert [(answer["verdict"], answer["reason"]) for answer in told["answers"]] == [
        ("refused", "too_old"),
        ("stored", None),
    ]
    assert kept(centre) == 1


@pytest.mark.requirement("E3")
def test_money_is_taken_however_late_and_posted_once_whatever_went_meanwhile(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """E3: the payment's own id holds where the record's is forgotten."""
    payment = contract("records/payment.approved.json")
    clock.step(days=500)
    for _ in range(2):
        [answer] = kiosk.sync(payment)["answers"]
        assert answer["verdict"] == "stored"
        clock.step(days=500)
        go_round(centre)
        assert kept(centre) == 0
    with centre.database.reading() as session:
        [posted] = session.scalars(select(Payment)).all()
        assert [line.posted_minor for line in posted.lines] == [line.amount_minor for line in posted.lines]
        paid = session.scalars(select(Bill.paid_minor).where(Bill.id == posted.lines[0].bill_id)).one()
    assert paid == posted.lines[0].amount_minor


def test_the_oldest_are_found_by_the_primary_key_and_go_in_bounded_steps(centre: Centre) -> None:
    """Whatever there is behind them."""
    assert BATCH * MOST <= 20_000
    with centre.database.writing() as session:
        if centre.database.is_postgresql:
            session.execute(text("SET LOCAL enable_seqscan = off"))
        old = retention.oldest(centre.clock()).order_by(Record.id).limit(BATCH)
        asked = str(old.compile(centre.database.engine, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN" if centre.database.is_postgresql else "EXPLAIN QUERY PLAN"
        plan = " ".join(str(row) for row in session.execute(text(f"{explain} {asked}")))
    assert "records_default_pkey" in plan or "sqlite_autoindex_records_1" in plan


def test_an_audit_line_in_a_batch_of_old_ones_goes_the_careful_way(
    kiosk: SigningKiosk, clock: StepClock
) -> None:
    told = kiosk.sync(
        *(made({**seal(AUDIT, fields={"n": str(seq)}), "seq": seq}, clock.now - KEPT * 2) for seq in (1, 2))
    )
    assert {answer["reason"] for answer in told["answers"]} == {"too_old"}
