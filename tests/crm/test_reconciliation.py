"""E8: what was injected is named, and a clean day raises no alarm. The kiosk's journal against what stands here."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update

from crm.billing.differences import Difference, Verdict
from crm.billing.reconciliation import Asked, KioskDay, all_kiosks, reconcile
from crm.centre import Centre
from crm.schema import Case, CaseState, Payment, Record
from tests.crm.journal import DAY, Journal
from tests.crm.signing import SigningKiosk

TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.fixture
def journal(kiosk: SigningKiosk, centre: Centre) -> Journal:
    return Journal(kiosk, centre)


def day_of(journal: Journal, day: str = DAY, late_hours: int = 100) -> KioskDay:
    now = journal.centre.clock()
    asked = Asked("K07", date.fromisoformat(day), TAIPEI, now, timedelta(hours=late_hours))
    with journal.centre.database.reading() as session:
        return reconcile(session, asked)


def found(day: KioskDay) -> list[tuple[Difference, str]]:
    return [(each.difference, each.subject) for each in day.found]


def ordinary_day(journal: Journal) -> None:
    """Six outcomes of five payments: three approved, one of them after a doubt; one declined, one cancelled."""
    for number, minor in ((1, 48600), (2, 231800), (3, 100)):
        journal.bill(f"B-{number}", minor)
    journal.pay("B-1", 48600)
    journal.pay("B-2", 231800, "declined")
    doubt = journal.pay("B-2", 231800, "in_doubt")
    journal.pay("B-2", 231800, again=doubt)
    journal.pay("B-3", 100, "cancelled")
    journal.pay("B-3", 100)


@pytest.mark.requirement("E8")
def test_a_clean_day_agrees_and_raises_no_alarm(journal: Journal) -> None:
    """E8: zero false alarms. By hand: posted 48600 + 231800 + 100 = 280500."""
    ordinary_day(journal)
    journal.tell()
    journal.close()
    day = day_of(journal)
    assert (day.verdict, day.found, day.why) == (Verdict.AGREED, (), "")
    assert (day.received, day.posted, day.refund_due) == (6, 280500, 0)
    assert [(side.outcome, side.journal) for side in day.sides] == [
        ("approved", (3, 280500)), ("cancelled", (1, 100)), ("declined", (1, 231800)), ("in_doubt", (1, 231800)),
    ]  # fmt: skip
    assert not any(side.differs for side in day.sides)


@pytest.mark.requirement("E8")
def test_a_day_without_payments_agrees_when_the_kiosk_says_so(journal: Journal) -> None:
    assert (day_of(journal).verdict, day_of(journal).why) == (Verdict.CANNOT_CONFIRM, "no_totals")
    journal.close()
    assert day_of(journal).verdict is Verdict.AGREED


@pytest.mark.requirement("E8")
@pytest.mark.parametrize("lost", [[1], [6], [3, 4], [1, 2, 3, 4, 5, 6]])
def test_a_record_that_is_missing_is_listed_by_its_number(journal: Journal, lost: list[int]) -> None:
    """E8: injected missing postings are listed, at the beginning, in the middle and at the end."""
    ordinary_day(journal)
    journal.tell(lose=lost)
    journal.close()
    day = day_of(journal)
    assert day.verdict is Verdict.NOT_AGREED
    missing = [number for each, number in found(day) if each is Difference.MISSING]
    assert missing == [str(number) for number in lost]


@pytest.mark.requirement("E8")
def test_a_missing_record_that_comes_later_settles_the_day(journal: Journal) -> None:
    ordinary_day(journal)
    journal.tell(lose=[6])
    journal.close()
    assert day_of(journal).verdict is Verdict.NOT_AGREED
    journal.tell()
    assert day_of(journal).verdict is Verdict.AGREED


@pytest.mark.requirement("E8")
def test_a_bill_that_was_paid_twice_is_listed(journal: Journal) -> None:
    """E8: injected doubled postings are listed; when staff have closed the refund, the day agrees."""
    journal.bill("B-1", 48600)
    journal.pay("B-1", 48600)
    second = journal.pay("B-1", 48600)
    journal.tell()
    journal.close()
    day = day_of(journal)
    reference = journal.records[second - 1]["body"]["reference"]
    assert day.verdict is Verdict.NOT_AGREED
    assert found(day) == [(Difference.DOUBLED, f"{reference} B-1")]
    assert (day.posted, day.refund_due) == (48600, 48600)
    with journal.centre.database.writing() as session:
        session.execute(update(Case).values(state=CaseState.CLOSED))
    settled = day_of(journal)
    assert (settled.verdict, settled.found[0].settled) == (Verdict.AGREED, True)


@pytest.mark.requirement("E8")
def test_the_same_records_twice_are_no_difference(journal: Journal) -> None:
    ordinary_day(journal)
    journal.tell()
    journal.tell()
    journal.close()
    assert day_of(journal).verdict is Verdict.AGREED


@pytest.mark.requirement("E8")
def test_every_other_difference_has_its_name(journal: Journal) -> None:
    journal.bill("B-1", 48600)
    other = journal.pay("B-1", 48500)
    unknown = journal.pay("B-0", 100)
    doubt = journal.pay("B-1", 48600, "in_doubt")
    contradicted = journal.pay("B-9", 700, "declined")
    journal.pay("B-9", 700, again=contradicted)
    journal.tell()
    journal.close()

    def name(number: int) -> str:
        return str(journal.records[number - 1]["body"]["reference"])

    assert found(day_of(journal)) == [
        (Difference.AMOUNT, f"{name(other)} B-1"),
        (Difference.UNKNOWN_BILL, f"{name(unknown)} B-0"),
        (Difference.IN_DOUBT, name(doubt)),
        (Difference.CONTRADICTION, name(contradicted)),
        (Difference.UNKNOWN_BILL, f"{name(contradicted)} B-9"),
    ]


@pytest.mark.requirement("E8")
def test_sums_that_differ_are_no_agreement(journal: Journal) -> None:
    """The kiosk's journal says another sum than its records: one of them was changed."""
    ordinary_day(journal)
    journal.tell()
    totals = [{"outcome": "approved", "currency": "TWD", "count": 3, "minor": 280501}]
    journal.close(totals=totals)
    day = day_of(journal)
    assert (Difference.TOTALS, "approved") in found(day)
    assert day.verdict is Verdict.NOT_AGREED


def test_an_approval_that_was_not_posted_is_listed(journal: Journal) -> None:
    ordinary_day(journal)
    journal.tell()
    journal.close()
    with journal.centre.database.writing() as session:
        session.execute(update(Payment).where(Payment.amount_minor == 48600).values(posted_at=None))
    assert [each for each, _ in found(day_of(journal))] == [Difference.NOT_POSTED]


def test_a_number_given_twice_is_listed(journal: Journal) -> None:
    ordinary_day(journal)
    journal.tell()
    journal.close()
    database = journal.centre.database
    with database.writing() as session:
        session.execute(
            text("DROP TRIGGER records_no_update" + (" ON records" if database.is_postgresql else ""))
        )
        session.execute(update(Record).where(Record.kind == "payment", Record.seq == 2).values(seq=1))
    assert found(day_of(journal)) == [(Difference.NUMBER_TWICE, "1"), (Difference.MISSING, "2")]


def test_what_came_late_is_told_and_is_no_difference(journal: Journal) -> None:
    ordinary_day(journal)
    journal.tell()
    journal.close()
    day = day_of(journal, late_hours=1)
    assert day.verdict is Verdict.AGREED
    assert {each.difference for each in day.found} == {Difference.LATE}
    assert day.unsettled == 0


def test_a_day_that_is_not_over_cannot_be_confirmed(journal: Journal) -> None:
    day = day_of(journal, "2026-11-22")
    assert (day.verdict, day.why) == (Verdict.CANNOT_CONFIRM, "day_open")


def test_every_kiosk_has_its_line(journal: Journal, other_kiosk: SigningKiosk) -> None:
    with journal.centre.database.reading() as session:
        days = all_kiosks(
            session, date.fromisoformat(DAY), TAIPEI, journal.centre.clock(), timedelta(hours=2)
        )
    assert [day.kiosk for day in days] == ["K03", "K07"]
