"""What is old and known at the centre goes; money that is not settled, and what the centre does not know, never."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Command, CommandResult
from kiosk.domain.language import Language
from kiosk.domain.payment import Declined, InDoubt, Mark, Payment
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.staff_call import Ended
from kiosk.ports import Answer, StoreError
from kiosk.storage import retention
from kiosk.storage.backup import copy_of
from kiosk.storage.commands import SqliteCommands
from kiosk.storage.counter_slips import SqliteCounterSlips
from kiosk.storage.reports import SqliteReports
from kiosk.storage.retention import KEEP, KEEP_COPY, Retention
from kiosk.storage.schema import AGES
from kiosk.storage.staff_calls import SqliteStaffCalls
from tests.kiosk.storage.case_samples import DRAFTS
from tests.kiosk.storage.older import older_store
from tests.kiosk.storage.samples import AMOUNT, ASKED, DECIDED, LINES, MARK, TAIPEI, Kiosk, approved
from tests.kiosk.storage.test_audit import meddle
from tests.kiosk.storage.test_outbox import stored

LATER = DECIDED + KEEP + timedelta(days=1)
TABLES = (*AGES, "counter_slip_bill", "reference", "audit")


def a_day(kiosk: Kiosk, trace: int = 138) -> Payment:
    """Something in every table."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(trace), False, DECIDED)
    kiosk.payments.paper(payment, PrintOutcome.NOT_PRINTED, DECIDED)
    with kiosk.store.write() as db:
        db.execute("INSERT INTO payment_copy VALUES (?, 1, ?)", (payment.id, "2026-11-22T06:05:41.000Z"))
    kiosk.call_back()
    kiosk.cases.save(DRAFTS["complaint"], Language.EN, [], DECIDED)
    SqliteCounterSlips(kiosk.store, "K07", TAIPEI).issue(LINES, AMOUNT, DECIDED)
    calls = SqliteStaffCalls(kiosk.store, TAIPEI)
    calls.begin("Home", "choice", DECIDED)
    calls.end(Ended.DESK, DECIDED)
    command = Command(f"command-{trace}", "close", DECIDED)
    SqliteCommands(kiosk.store, TAIPEI).finish(command, CommandResult.DONE, "", DECIDED)
    return payment


def deliver(kiosk: Kiosk) -> None:
    while due := kiosk.due():
        kiosk.outbox.settle(stored(due), DECIDED)


def prune(kiosk: Kiosk, now: datetime = LATER) -> int:
    return Retention(kiosk.store, TAIPEI).prune(now)


def rows(kiosk: Kiosk) -> dict[str, int]:
    with kiosk.store.read() as db:
        return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


@pytest.mark.requirement("J6")
def test_what_is_old_and_known_at_the_centre_goes(kiosk: Kiosk) -> None:
    """J6: from every table; the chain begins behind it and holds."""
    a_day(kiosk)
    deliver(kiosk)
    assert all(rows(kiosk).values())
    assert prune(kiosk)
    assert rows(kiosk) == {**dict.fromkeys(TABLES, 0), "audit": 1}
    assert kiosk.audit.broken_at() == []
    kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), LATER)
    assert kiosk.audit.broken_at() == []


def test_what_is_young_stays(kiosk: Kiosk) -> None:
    a_day(kiosk)
    deliver(kiosk)
    before = rows(kiosk)
    assert prune(kiosk, DECIDED + KEEP - timedelta(days=1)) == 0
    assert rows(kiosk) == before


@pytest.mark.requirement("J1")
@pytest.mark.parametrize("state", ["waiting", "parked"])
def test_nothing_goes_that_the_centre_may_not_know(kiosk: Kiosk, state: str) -> None:
    """J1: whatever is as old as the oldest record that is still owed stays, parked ones too."""
    a_day(kiosk)
    first = min(kiosk.due(), key=lambda record: record.at)
    kiosk.outbox.settle(stored([record for record in kiosk.due() if record != first]), DECIDED)
    if state == "parked":
        kiosk.outbox.settle([Answer(first.id, "refused", "invalid")], DECIDED)
    before = rows(kiosk)
    assert prune(kiosk) == 0
    assert rows(kiosk) == before


@pytest.mark.requirement("E2")
@pytest.mark.parametrize("doubt", [False, True], ids=["no outcome", "in doubt"])
def test_a_payment_that_is_not_settled_is_never_forgotten(kiosk: Kiosk, doubt: bool) -> None:
    """E2: however old it is; the settled ones around it go."""
    kiosk.payments.decide(kiosk.ask(), Declined(), False, DECIDED)
    open_one = kiosk.ask()
    kiosk.payments.decide(kiosk.ask(), Declined(), False, DECIDED)
    if doubt:
        kiosk.payments.decide(open_one, InDoubt("no_answer"), False, DECIDED)
    deliver(kiosk)
    prune(kiosk)
    assert [payment.id for payment in kiosk.payments.open()] == [open_one.id]
    assert rows(kiosk)["payment"] == 1


def test_a_payment_settled_lately_stays_whole(kiosk: Kiosk) -> None:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, Declined(), True, LATER - timedelta(days=2))
    deliver(kiosk)
    prune(kiosk)
    assert rows(kiosk)["payment"] == rows(kiosk)["payment_outcome"] == 1


def test_a_terminals_numbers_may_come_again_after_a_year(kiosk: Kiosk) -> None:
    """Its trace counts to 999999 and its slip has no year: the old payment is not taken for proof against the new one."""
    a_day(kiosk, 138)
    deliver(kiosk)
    prune(kiosk)
    year = timedelta(days=365)
    again = kiosk.payments.ask(LINES, AMOUNT, Mark("52500038", 137, 137), False, Language.EN, ASKED + year)
    assert again is not None
    assert kiosk.payments.decide(again, approved(138), False, DECIDED + year) == approved(138)
    assert MARK.trace == 137


def test_much_goes_in_short_transactions(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    for trace in range(5):
        a_day(kiosk, 138 + trace)
    deliver(kiosk)
    prune(kiosk)
    left = rows(kiosk)
    assert {name for name, count in left.items() if count} == {"audit"}
    assert kiosk.audit.broken_at() == []
    with kiosk.store.read() as db:
        assert {row[0] for row in db.execute("SELECT kind FROM audit")} == {"audit.pruned"}


@pytest.mark.parametrize("table", TABLES)
def test_nothing_younger_than_the_horizon_can_be_deleted(kiosk: Kiosk, table: str) -> None:
    a_day(kiosk)
    for statement in (f"DELETE FROM {table}", "UPDATE horizon SET audit_seq = -1", "DELETE FROM horizon"):
        with pytest.raises(StoreError), kiosk.store.write() as db:
            db.execute(statement)


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ("DELETE FROM audit WHERE seq <= 12", "line 12 is missing"),
        (
            "UPDATE horizon SET audit_seq = 12, audit_hash = (SELECT hash FROM audit WHERE seq = 12);"
            "DELETE FROM audit WHERE seq <= 12",
            "the beginning was moved",
        ),
        ("DELETE FROM audit WHERE kind = 'audit.pruned'", "is missing"),
    ],
)
def test_another_beginning_is_found(kiosk: Kiosk, path: Path, statements: str, found: str) -> None:
    """The chain itself says where it begins."""
    a_day(kiosk)
    deliver(kiosk)
    prune(kiosk)
    for _ in range(5):
        kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), LATER)
    with kiosk.store.read() as db:
        seqs = [row[0] for row in db.execute("SELECT seq FROM audit ORDER BY seq")]
    meddle(path, statements.replace("12", str(seqs[2])).replace(f"line {12}", f"line {seqs[2]}"))
    assert any(found.replace("12", str(seqs[0])) in each for each in kiosk.audit.broken_at())


def test_it_is_done_with_each_days_journal(kiosk: Kiosk) -> None:
    a_day(kiosk)
    deliver(kiosk)
    reports = SqliteReports(kiosk.store, TAIPEI, "0")
    with kiosk.store.write() as db:
        db.execute("INSERT INTO keep VALUES ('journal_day', ?)", (date(2027, 5, 21).isoformat(),))
    reports.journal(LATER)
    assert rows(kiosk)["payment"] == 0


@pytest.mark.requirement("J6")
def test_a_copy_from_before_a_migration_does_not_wait_for_a_restart_for_ever(path: Path) -> None:
    """J6: it holds what was erased since."""
    older_store(path)
    kiosk = Kiosk.at(path)
    kiosk.store.open()
    made = datetime.fromtimestamp(copy_of(path).stat().st_mtime, TAIPEI)
    prune(kiosk, made + KEEP_COPY - timedelta(hours=1))
    assert copy_of(path).exists()
    prune(kiosk, made + KEEP_COPY + timedelta(hours=1))
    assert [name for name in os.listdir(path.parent) if "migration" in name] == []
