"""Plain records in numbers: the quick ways store what the careful way stores, once, and give way where they must."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from crm import chain
from crm.centre import Centre
from crm.intake import batch, plain
from crm.intake.express import Express, Taken
from crm.intake.records import Sender, take_all
from crm.intake.refusals import Verdict
from crm.kiosks import commands, registry
from crm.schema import AuditLine, Kiosk, Record
from tests.crm.places import on_postgresql
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, contract, seal

AUDIT = contract("records/audit.json")
K07 = Sender("K07", EPOCH)


def lines(*numbers: int) -> list[dict[str, Any]]:
    """Audit lines of these numbers, each another one."""
    return [{**seal(AUDIT, fields={"編號": str(seq)}), "id": str(uuid4()), "seq": seq} for seq in numbers]


def kept(centre: Centre) -> list[tuple[Any, ...]]:
    """All that is kept of records and of lines but for the times and numbers that the centre gives."""
    record = (
        Record.id,
        Record.kiosk_id,
        Record.epoch,
        Record.stream,
        Record.seq,
        Record.kind,
        Record.version,
    )
    told = (Record.occurred_at, Record.tz, Record.body_hash, Record.body, Record.received_at)
    line = (AuditLine.at, AuditLine.who, AuditLine.what, AuditLine.subject, AuditLine.detail, AuditLine.chain)
    with centre.database.reading() as session:
        assert list(chain.breaks(session)) == []
        records = session.execute(select(*record, *told).order_by(Record.seq)).all()
        ours = session.execute(select(*line, AuditLine.seq, AuditLine.hash).where(AuditLine.chain == "K07"))
        return [*map(tuple, records), *map(tuple, ours.all())]


# --- many at a time ---------------------------------------------------------------------------


def test_many_at_a_time_are_kept_as_one_by_one(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre
) -> None:
    """The rows differ in nothing but whose they are."""
    told = lines(1, 2, 3)
    with centre.database.writing() as session:
        take_all(session, K07, told, centre.clock())
    careful = kept(centre)
    again = [{**each, "id": str(uuid4())} for each in told]
    with centre.database.writing() as session:
        registry.hold(session, "K03")
        taken = batch.take(session, Sender("K03", EPOCH), again, lambda: again, centre.clock())
    assert {answer.verdict for answer in taken} == {Verdict.STORED}
    with centre.database.reading() as session:
        quick = session.scalars(select(Record).where(Record.kiosk_id == "K03").order_by(Record.seq)).all()
        noted = session.scalars(
            select(AuditLine).where(AuditLine.chain == "K03").order_by(AuditLine.seq)
        ).all()
        assert list(chain.breaks(session)) == []
    assert [(row.occurred_at, row.tz, row.body_hash, row.body, row.received_at) for row in quick] == [
        row[7:] for row in careful[:3]
    ]
    assert [(row.at, row.what, row.subject, row.detail) for row in noted] == [
        (row[0], row[2], row[3], row[4]) for row in careful[3:]
    ]


@pytest.mark.parametrize("changed", [
    {"seq": 0}, {"stream": "money"}, {"kind": "vote"}, {"v": 2}, {"at": "2026-11-22T06:05:41"}, {"tz": "a\0b"},
    {"id": "0193A1F0-4444-7000-8000-000000000001"}, {"body_hash": "0" * 64}, {"body": []},
])  # fmt: skip
def test_what_is_not_quite_usual_goes_the_careful_way(changed: dict[str, Any]) -> None:
    assert plain.ready(AUDIT) is not None
    assert plain.ready({**AUDIT, **changed}) is None


def test_a_line_about_what_is_published_goes_the_careful_way() -> None:
    """An alert may follow from it."""
    assert plain.ready(seal(AUDIT, kind="content.refused")) is None


@pytest.mark.requirement("J3")
def test_what_was_here_before_is_a_duplicate_among_new_ones(kiosk: SigningKiosk, centre: Centre) -> None:
    """J3: in every mixture, and the chain has a line for each once."""
    first, second = lines(1, 2), lines(3, 4)
    kiosk.sync(*first)
    told = kiosk.sync(*first, *second, second[0])
    assert [answer["verdict"] for answer in told["answers"]] == ["duplicate"] * 2 + ["stored"] * 2 + [
        "duplicate"
    ]
    assert told["through"] == {"telemetry": 4}
    assert len(kept(centre)) == 8


# --- in one question --------------------------------------------------------------------------


def signed(kiosk: SigningKiosk) -> registry.Signed:
    return registry.Signed("K07", uuid4().hex, kiosk.public_key)


def take(express: Express, centre: Centre, by: registry.Signed, told: list[dict[str, Any]]) -> Taken | None:
    return express.take(centre.database, by, K07, told, centre.clock())


@on_postgresql
def test_a_batch_that_follows_is_taken_in_one_question(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    kiosk.sync(*lines(1, 2))
    express = Express()
    clock.step(seconds=15)
    for numbers, through in (((3, 4), 4), ((5,), 5), ((), 5)):
        taken = take(express, centre, signed(kiosk), lines(*numbers))
        assert taken is not None
        assert (len(taken.answers), taken.through) == (len(numbers), {"telemetry": through})
    assert len(kept(centre)) == 10
    with centre.database.reading() as session:
        assert session.get_one(Kiosk, "K07").last_seen_at == clock.now


@on_postgresql
def test_two_servers_that_hear_a_kiosk_in_turn(kiosk: SigningKiosk, centre: Centre) -> None:
    """What one remembers is out of date after the other: then it does nothing, and next time it knows."""
    kiosk.sync(*lines(1))
    one, two = Express(), Express()
    assert take(one, centre, signed(kiosk), lines(2)) is not None
    assert take(two, centre, signed(kiosk), lines(3)) is not None
    assert take(one, centre, signed(kiosk), late := lines(4)) is None
    assert take(one, centre, signed(kiosk), late) is not None
    assert len(kept(centre)) == 8


@on_postgresql
@pytest.mark.parametrize(
    "why", ["a hole", "here before", "nonce", "another key", "revoked", "silent", "command"]
)
def test_it_does_nothing_where_more_care_is_wanted(
    why: str, kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    kiosk.sync(*(before := lines(1)))
    express, by, told = Express(), signed(kiosk), lines(2, 3)
    assert take(express, centre, by, lines(2)) is not None
    told = {"a hole": lines(4), "here before": [{**before[0], "seq": 3}]}.get(why, lines(3))
    with centre.database.writing() as session:
        if why == "revoked":
            registry.revoke(session, "K07", "lin", clock.now)
        if why == "command":
            commands.ask(session, "K07", commands.Kind.CLOSE, {}, "lin", clock.now, timedelta(hours=1))
    if why == "silent":
        clock.step(minutes=3)
    if why != "nonce":
        by = replace(by, nonce=uuid4().hex)
    if why == "another key":
        by = replace(by, public_key="A" * 43 + "=")
    was = kept(centre)
    assert take(express, centre, by, told) is None
    assert kept(centre) == was


@on_postgresql
@pytest.mark.requirement("J3", "X19")
def test_the_same_batch_from_many_sides_at_once(kiosk: SigningKiosk, centre: Centre) -> None:
    """X19: whoever comes first, each record is stored once, and the chain holds."""
    kiosk.sync(*lines(1))
    told = lines(*range(2, 22))

    def bring(_number: int) -> int:
        express, by = Express(), signed(kiosk)
        taken = take(express, centre, by, told)
        if taken is not None:
            return len(taken.answers)
        with centre.database.writing() as session:
            registry.admit(session, replace(by, nonce=uuid4().hex), centre.clock())
            answers = batch.take(session, K07, told, lambda: told, centre.clock())
        return sum(answer.verdict is Verdict.STORED for answer in answers)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bring, range(16))) == 20
    assert len(kept(centre)) == 42
