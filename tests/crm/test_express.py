"""Plain records in numbers: the quick ways store what the careful way stores, once, and give way where they must."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from crm import chain
from crm.centre import Centre
from crm.intake import batch, batch_seal, express, plain
from crm.intake.batch import take_all
from crm.intake.records import Sender
from crm.intake.refusals import Verdict
from crm.kiosks import commands, registry
from crm.schema import AuditLine, Kiosk, Record
from tests.crm.places import on_postgresql
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, canonical, contract, seal

AUDIT, CALLBACK = contract("records/audit.json"), contract("records/callback.json")
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
    told = (
        Record.occurred_at,
        Record.tz,
        Record.body_hash,
        Record.body,
        Record.received_at,
        Record.batch,
        Record.what,
    )
    line = (AuditLine.at, AuditLine.who, AuditLine.what, AuditLine.subject, AuditLine.detail, AuditLine.chain)
    now = centre.clock()
    with centre.database.reading() as session:
        assert [*chain.breaks(session), *batch_seal.breaks(session, now)] == []
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
        assert [*chain.breaks(session), *batch_seal.breaks(session, centre.clock())] == []
    assert [
        (row.occurred_at, row.tz, row.body_hash, row.body, row.received_at, row.batch, row.what)
        for row in quick
    ] == [row[7:] for row in careful[:3]]


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
    assert len(kept(centre)) == 6


# --- in one question --------------------------------------------------------------------------


def signed(kiosk: SigningKiosk) -> registry.Signed:
    return registry.Signed("K07", uuid4().hex, kiosk.public_key)


def take(centre: Centre, by: registry.Signed, told: list[dict[str, Any]]) -> express.Taken | None:
    body = canonical({"kiosk": "K07", "epoch": EPOCH, "records": told})
    return express.take(centre.database, by, body.encode(), centre.clock())


@on_postgresql
def test_a_batch_that_follows_is_taken_in_one_question(
    kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    kiosk.sync(*lines(1, 2))
    clock.step(seconds=15)
    for numbers, through in (((3, 4), 4), ((5,), 5), ((), 5)):
        taken = take(centre, signed(kiosk), told := lines(*numbers))
        assert taken is not None
        assert (list(taken.ids), taken.through) == ([each["id"] for each in told], {"telemetry": through})
    assert len(kept(centre)) == 5 + 3
    with centre.database.reading() as session:
        assert session.get_one(Kiosk, "K07").last_seen_at == clock.now


@on_postgresql
def test_it_keeps_what_the_careful_way_keeps(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, centre: Centre
) -> None:
    """Row by row, the line that vouches for them included."""
    first, told = lines(1), lines(2, 3)
    kiosk.sync(*first)
    other_kiosk.sync(*first)
    assert take(centre, signed(kiosk), told) is not None
    with centre.database.writing() as session:
        take_all(session, Sender("K03", EPOCH), told, centre.clock())
    assert len(kept(centre)) == 6 + 2
    with centre.database.reading() as session:
        for table, key, own in (
            (Record.__table__, Record.kiosk_id, {"kiosk_id"}),
            (AuditLine.__table__, AuditLine.chain, {"id", "who", "chain", "hash"}),
        ):
            of = {
                each: [
                    {name: value for name, value in row._mapping.items() if name not in own}
                    for row in session.execute(select(table).where(key == each).order_by("seq"))
                ]
                for each in ("K07", "K03")
            }
            assert of["K07"] == of["K03"]


@on_postgresql
@pytest.mark.parametrize(
    "why", ["a hole", "here before", "nonce", "another key", "revoked", "silent", "command"]
)
def test_it_does_nothing_where_more_care_is_wanted(
    why: str, kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    kiosk.sync(*(before := lines(1)))
    by, told = signed(kiosk), lines(2, 3)
    assert take(centre, by, lines(2)) is not None
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
    assert take(centre, by, told) is None
    assert kept(centre) == was


BODY = AUDIT["body"]
UNUSUAL: dict[str, dict[str, Any]] = {
    "stream": {"stream": "money"}, "kind": {"kind": "vote"}, "version": {"v": 2}, "version as text": {"v": "1"},
    "number as text": {"seq": "2"}, "number with a point": {"seq": 2.0}, "number 0": {"seq": 0},
    "no zone": {"at": "2026-11-22T06:05:41"}, "no moment": {"at": "2026-11-22T24:05:41Z"}, "a word": {"at": "nowZ"},
    "a second too many": {"at": "2026-11-22T06:05:60Z"}, "old": {"at": "2026-11-22T05:00:00Z"},
    "zone with a nul": {"tz": "a\0b"}, "zone as a number": {"tz": 8}, "zone too long": {"tz": "x" * 65},
    "no zone's name": {"tz": None},
    "no id": {"id": "17"}, "hash of another": {"body_hash": "0" * 64}, "body as a list": {"body": []},
    "word as a number": seal(AUDIT, kind=7), "no word": seal(AUDIT, kind=""), "a long word": seal(AUDIT, kind="x" * 65),
    "about what is published": seal(AUDIT, kind="content.refused"),
    "field as a number": seal(AUDIT, fields={"n": 7}), "fields as a list": seal(AUDIT, fields=["n"]),
    "no fields": seal(AUDIT, fields=None),
    "a chain as a number": seal(AUDIT, chain=7), "a long chain": seal(AUDIT, chain="x" * 201),
    "a body too long": seal(AUDIT, fields={"n": "x" * 4001}), "an escape": seal(AUDIT, fields={"n": "a\nb"}),
}  # fmt: skip


@on_postgresql
@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_not_quite_usual_is_not_taken_in_one_question(
    name: str, kiosk: SigningKiosk, centre: Centre
) -> None:
    """Narrower than the careful way, never wider: that one says what is wrong, if anything is."""
    kiosk.sync(*lines(1))
    [usual] = lines(2)
    changed = {key: value for key, value in UNUSUAL[name].items() if key != "id" or name == "no id"}
    if "body" in changed:
        changed |= {"seq": 2}
    was = kept(centre)
    assert take(centre, signed(kiosk), [{**usual, **changed}]) is None
    assert kept(centre) == was
    assert take(centre, signed(kiosk), [usual]) is not None


@on_postgresql
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"epoch"', ' "epoch"'),
        lambda text: text.replace('"kiosk":"K07"', '"kiosk":"K03"'),
        lambda text: text.replace("]}", "]} "),
        lambda text: text.replace("]}", "]"),
        lambda text: text.replace('"records"', '"other":1,"records"'),
        lambda text: text.replace(EPOCH, EPOCH[:-1] + "9"),
    ],
    ids=["white space", "another kiosk", "more behind", "cut off", "another field", "another epoch"],
)
def test_a_request_that_is_not_written_as_kiosks_write_goes_the_careful_way(
    change: Callable[[str], str], kiosk: SigningKiosk, centre: Centre
) -> None:
    kiosk.sync(*lines(1))
    body = change(canonical({"kiosk": "K07", "epoch": EPOCH, "records": lines(2)})).encode()
    assert express.take(centre.database, signed(kiosk), body, centre.clock()) is None


@on_postgresql
def test_the_quick_answer_is_written_as_the_careful_one(kiosk: SigningKiosk, clock: StepClock) -> None:
    """With the same fields in the same order, but for what it is about."""
    kiosk.sync(*lines(1))
    quick = kiosk.sync(*lines(2, 3))
    with_care = kiosk.sync(*(told := lines(4)), CALLBACK)
    assert [list(each) for each in quick["answers"]] == [list(each) for each in with_care["answers"]]
    assert list(quick) == list(with_care)
    assert with_care["answers"][0] == {**quick["answers"][0], "id": told[0]["id"]}


@on_postgresql
@pytest.mark.requirement("J3", "X19")
def test_the_same_batch_from_many_sides_at_once(kiosk: SigningKiosk, centre: Centre) -> None:
    """X19: whoever comes first, each record is stored once, and the chain holds."""
    kiosk.sync(*lines(1))
    told = lines(*range(2, 22))

    def bring(_number: int) -> int:
        by = signed(kiosk)
        taken = take(centre, by, told)
        if taken is not None:
            return len(taken.ids)
        with centre.database.writing() as session:
            registry.admit(session, replace(by, nonce=uuid4().hex), centre.clock())
            answers = batch.take(session, K07, told, lambda: told, centre.clock())
        return sum(answer.verdict is Verdict.STORED for answer in answers)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bring, range(16))) == 20
    assert len(kept(centre)) == 23
