"""Reports for those who run the kiosks: each day's totals once and whole, and the condition, as the contract has them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.condition import Condition
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Service
from kiosk.domain.payment import Declined, InDoubt
from kiosk.storage.diagnosis import SqliteDiagnosis
from kiosk.storage.reports import MOST_DAYS, SqliteReports
from tests.kiosk.storage.samples import DECIDED, TAIPEI, Kiosk, approved, record_example

MIDNIGHT = datetime(2026, 11, 23, tzinfo=TAIPEI)


@pytest.fixture
def reports(kiosk: Kiosk) -> SqliteReports:
    made = SqliteReports(kiosk.store, TAIPEI, "0.1.0")
    with kiosk.store.write() as db:  # this store began on the 22nd
        db.execute("DROP TRIGGER epoch_no_update")
        db.execute("UPDATE epoch SET began_at = '2026-11-22T01:00:00.000Z'")
    return made


def told(kiosk: Kiosk, kind: str) -> list[dict[str, Any]]:
    return [json.loads(record.body) for record in kiosk.due("telemetry") if record.kind == kind]


def same_shape(body: Any, example: Any) -> None:
    """Same keys all the way down."""
    if isinstance(example, dict):
        assert body.keys() == example.keys()
        for key in example:
            same_shape(body[key], example[key])
    elif isinstance(example, list) and example:
        for each in body:
            same_shape(each, example[0])


@pytest.mark.requirement("E8")
def test_a_day_is_told_when_it_is_over_and_once(kiosk: Kiosk, reports: SqliteReports) -> None:
    """By hand: an approval of 280400 and a doubt that becomes another one; a third payment is declined."""
    for trace, outcome in ((138, approved()), (0, InDoubt("no_answer")), (0, Declined())):
        payment = kiosk.ask()
        kiosk.payments.decide(payment, outcome, False, DECIDED)
        if trace == 0 and isinstance(outcome, InDoubt):
            kiosk.payments.decide(payment, approved(139), True, DECIDED + timedelta(minutes=1))
    reports.journal(MIDNIGHT - timedelta(seconds=1))
    assert told(kiosk, "journal_totals") == []
    reports.journal(MIDNIGHT)
    reports.journal(MIDNIGHT + timedelta(hours=5))
    [body] = told(kiosk, "journal_totals")
    assert body == {
        "day": "2026-11-22", "first_seq": 1, "last_seq": 4,
        "totals": [
            {"outcome": "approved", "currency": "TWD", "count": 2, "minor": 560800},
            {"outcome": "declined", "currency": "TWD", "count": 1, "minor": 280400},
            {"outcome": "in_doubt", "currency": "TWD", "count": 1, "minor": 280400},
        ],
    }  # fmt: skip
    same_shape(body, record_example("journal_totals")["body"])


@pytest.mark.requirement("E8")
def test_what_is_decided_after_midnight_is_the_next_days(kiosk: Kiosk, reports: SqliteReports) -> None:
    """A payment that a power cut left open is settled at the next start: that day's journal has it."""
    payment = kiosk.ask()
    reports.journal(MIDNIGHT)
    kiosk.payments.decide(payment, approved(), True, MIDNIGHT)
    reports.journal(MIDNIGHT + timedelta(days=1))
    first, second = told(kiosk, "journal_totals")
    assert (first["day"], first["totals"], first["last_seq"]) == ("2026-11-22", [], 0)
    assert (second["day"], second["first_seq"], second["last_seq"]) == ("2026-11-23", 1, 1)


def test_a_kiosk_that_was_off_tells_the_days_between(kiosk: Kiosk, reports: SqliteReports) -> None:
    reports.journal(MIDNIGHT + timedelta(days=2))
    assert [body["day"] for body in told(kiosk, "journal_totals")] == [
        "2026-11-22",
        "2026-11-23",
        "2026-11-24",
    ]
    reports.journal(MIDNIGHT + timedelta(days=400))
    days = [date.fromisoformat(body["day"]) for body in told(kiosk, "journal_totals")]
    assert len(days) == 3 + MOST_DAYS
    assert days[-1] == date(2026, 11, 22) + timedelta(days=400)


def test_a_clock_that_goes_back_tells_nothing_twice(kiosk: Kiosk, reports: SqliteReports) -> None:
    reports.journal(MIDNIGHT + timedelta(days=1))
    reports.journal(MIDNIGHT - timedelta(days=3))
    reports.journal(MIDNIGHT + timedelta(days=1))
    assert [body["day"] for body in told(kiosk, "journal_totals")] == ["2026-11-22", "2026-11-23"]


@pytest.mark.requirement("K7")
def test_the_condition_is_that_of_the_contract(kiosk: Kiosk, reports: SqliteReports) -> None:
    printer = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,), "port ttyX")
    reader = DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)
    with kiosk.store.write() as db:
        db.execute(
            "INSERT INTO replica VALUES ('knowledge', '9f3c2a7b61d0ffff', '[]', '2026-11-22T00:00:00.000Z')"
        )
    reports.condition(Condition(Service.OPEN, (reader, printer), waiting=3, parked=1), DECIDED)
    example = record_example("health")
    [record] = [each for each in kiosk.due("telemetry") if each.kind == "health"]
    assert json.loads(record.body) == example["body"]
    assert (record.body_hash, record.at) == (example["body_hash"], example["at"])
    assert datetime.fromisoformat(record.at).tzinfo == UTC


def test_the_reports_need_no_second_opening(kiosk: Kiosk, reports: SqliteReports, path: Path) -> None:
    """What was told is kept in the store, not in the object."""
    reports.journal(MIDNIGHT)
    SqliteReports(kiosk.store, TAIPEI, "0.2.0").journal(MIDNIGHT)
    assert len(told(kiosk, "journal_totals")) == 1


@pytest.mark.requirement("J8")
def test_the_clock_is_told_with_the_condition_and_to_support(kiosk: Kiosk, reports: SqliteReports) -> None:
    """J8: how far it is ahead of the centre's; nothing while that is not known."""
    support = SqliteDiagnosis(kiosk.store)
    reports.condition(Condition(Service.OPEN), DECIDED)
    assert support.counts()["clock"] == {}
    reports.condition(Condition(Service.OPEN, clock_ahead=-3600), DECIDED)
    assert [body.get("clock_ahead_s") for body in told(kiosk, "health")] == [None, -3600]
    assert support.counts()["clock"] == {"ahead_s": -3600, "at": "2026-11-22T06:05:41.000Z"}
