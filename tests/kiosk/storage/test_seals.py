"""A changed byte of money is found at its row, blocks that payment and no other, and says so."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.language import Language
from kiosk.domain.payment import Approved, Declined, InDoubt, Payment
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.reversal import GivingBack, ReversalInDoubt, Reversed
from kiosk.storage import seals
from kiosk.storage.canon import digest
from kiosk.storage.copies import SqliteCopies
from kiosk.storage.counter_slips import SqliteCounterSlips
from kiosk.storage.custody import SqliteCustody
from kiosk.storage.database import Store
from kiosk.storage.evidence import findings
from kiosk.storage.postings import note_posting
from kiosk.storage.retention import Retention
from kiosk.storage.reversals import SqliteReversals
from tests.kiosk.storage.older import older_store
from tests.kiosk.storage.samples import AMOUNT, DECIDED, LINES, MARK, TAIPEI, Kiosk, approved, slip
from tests.kiosk.storage.test_outbox import stored
from tests.stores import opened

TABLES = ("payment", "payment_outcome", "payment_paper", "reversal", "reversal_outcome")


def meddle(path: Path, *statements: str) -> None:
    """What somebody with the file and its key in hand would do: take the triggers away first."""
    other = opened(path)
    triggers = other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        other.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        other.execute(statement)
    other.close()


def meddled(store: Store, *statements: str) -> None:
    """The same within a store that is open."""
    with store.write() as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)


def paid(kiosk: Kiosk, trace: int = 138) -> Payment:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(trace), False, DECIDED)
    kiosk.payments.paper(payment, PrintOutcome.CONFIRMED, DECIDED)
    return payment


def given_back(kiosk: Kiosk, trace: int = 138) -> tuple[Payment, GivingBack]:
    """Paid, and under the centre's grant on its way back: the outcome is not written yet."""
    payment = paid(kiosk, trace)
    grant = Posting(Posted.REFUND_DUE, DECIDED + timedelta(hours=24))
    with kiosk.store.write() as db:
        record = "SELECT record FROM payment_outcome WHERE payment = ?"
        note_posting(db, db.execute(record, (payment.id,)).fetchone()[0], grant, DECIDED)
    giving = SqliteReversals(kiosk.store, TAIPEI).begin(payment, approved(trace).slip, DECIDED)
    assert giving is not None
    return payment, giving


def alarms(kiosk: Kiosk) -> list[tuple[str, str]]:
    said = [json.loads(record.body) for record in kiosk.due("telemetry") if record.kind == "audit"]
    fields = [each["fields"] for each in said if each["kind"] == "payment.blocked"]
    return [(each["payment"], each["part"]) for each in fields]


def look(kiosk: Kiosk) -> int:
    custody = SqliteCustody(kiosk.store, TAIPEI)
    while not custody.look(DECIDED):
        pass
    return kiosk.outbox.counts().blocked


@pytest.mark.requirement("X21")
def test_a_changed_amount_blocks_its_payment_and_no_other(kiosk: Kiosk, path: Path) -> None:
    """X21: not asked about, not posted, not printed; the others are, and the alarm is told once."""
    first, second = kiosk.ask(), kiosk.ask()
    meddle(path, f"UPDATE payment SET minor = minor + 1 WHERE id = '{first.id}'")
    assert kiosk.payments.open() == [second], "recovery does not hear of it"
    assert kiosk.payments.decide(first, approved(138), True, DECIDED) == InDoubt("seal")
    assert kiosk.payments.decide(second, approved(139), True, DECIDED) == approved(139)
    [record] = kiosk.due("money")
    assert json.loads(record.body)["payment"] == second.id
    assert [
        (p.reason, json.loads(body)["payment"])
        for p, body in zip(kiosk.outbox.parked(), parked_bodies(kiosk), strict=True)
    ] == [("seal", first.id)]
    copies = SqliteCopies(kiosk.store, TAIPEI)
    assert copies.take(first.reference, DECIDED) is NoCopy.UNKNOWN, "there is no proof to copy"
    assert isinstance(copies.take(second.reference, DECIDED), Copy)
    assert alarms(kiosk) == [(first.id, "payment")]
    assert kiosk.outbox.counts().blocked == 1


def parked_bodies(kiosk: Kiosk) -> list[str]:
    with kiosk.store.read() as db:
        return [row[0] for row in db.execute("SELECT body FROM outbox WHERE state = 'parked' ORDER BY n")]


@pytest.mark.requirement("X21")
def test_no_copy_of_what_was_changed(kiosk: Kiosk, path: Path) -> None:
    """X21."""
    payment = paid(kiosk)
    meddle(path, "UPDATE payment_outcome SET slip = replace(slip, '280400', '280401')")
    assert SqliteCopies(kiosk.store, TAIPEI).take(payment.reference, DECIDED) is NoCopy.BLOCKED
    assert alarms(kiosk) == [(payment.id, "payment_outcome")]


@pytest.mark.requirement("X21")
@pytest.mark.parametrize("rehashed", [False, True], ids=["plain", "with its hash"])
def test_a_changed_record_is_never_posted(kiosk: Kiosk, path: Path, rehashed: bool) -> None:
    """X21: also by who makes its plain hash anew; what is put back on the way is held back again."""
    payment, other = paid(kiosk), paid(kiosk, 139)
    record = kiosk.due("money")[0]
    body = record.body.replace("280400", "280401")
    hashed = f", body_hash = '{digest(body)}'" if rehashed else ""
    meddle(
        path, f"UPDATE outbox SET body = replace(body, '280400', '280401'){hashed} WHERE id = '{record.id}'"
    )
    assert [each.id for each in kiosk.due("money")] == [other.id]
    assert kiosk.outbox.retry(record.id)
    assert [each.id for each in kiosk.due("money")] == [other.id]
    assert alarms(kiosk) == [(payment.id, "outbox")]
    assert look(kiosk) == 1, "as long as it lies there"


@pytest.mark.requirement("X21")
def test_every_column_of_every_row_of_money_is_sealed(kiosk: Kiosk, path: Path) -> None:
    """X21: any of them changed, to a value or to none, is found by the payment alone and by a look at everything."""
    payment, giving = given_back(kiosk)
    SqliteReversals(kiosk.store, TAIPEI).decide(giving, Reversed(slip(139)), DECIDED)
    tried = 0
    with kiosk.store.read() as db:
        assert seals.wrong_with(db, payment.id) is None
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("PRAGMA foreign_keys=OFF")
        for table in TABLES:
            for column in db.table(table).columns:
                value = db.execute(f"SELECT {column.name} FROM {table}").fetchone()[0]
                for other in {7 if isinstance(value, int) else "7", None} - {value}:
                    db.conn.execute("BEGIN")
                    try:
                        db.execute(f"UPDATE {table} SET {column.name} = ?", (other,))
                        changed = True
                    except Exception:  # the schema itself refuses it
                        changed = False
                    if changed:
                        tried += 1
                        assert seals.wrong_with(db, payment.id) is not None, (table, column.name, other)
                        assert findings(db), (table, column.name, other)
                    db.rollback()
    assert tried > 35


@pytest.mark.requirement("X21")
@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("DELETE FROM payment_outcome WHERE payment = '{id}'", "payment_outcome"),
        ("DELETE FROM payment_paper WHERE payment = '{id}'", "payment_paper"),
        ("DELETE FROM reversal_outcome WHERE payment = '{id}'", "reversal_outcome"),
        ("UPDATE reversal_outcome SET outcome = 'not_reversed' WHERE payment = '{id}'", "reversal_outcome"),
        ("UPDATE reversal SET asked_at = '' WHERE payment = '{id}'", "reversal"),
        ("INSERT INTO payment_paper (payment, paper, at) VALUES ('{id}', 'confirmed', '')", "payment_paper"),
        ("DELETE FROM money_seal WHERE payment = '{id}' AND source = 'payment_outcome'", "payment_outcome"),
        ("UPDATE money_seal SET payment = 'x' WHERE payment = '{id}' AND source = 'payment'", "payment"),
        ("UPDATE money_seal SET at = '' WHERE payment = '{id}' AND source = 'payment'", "payment"),
    ],
)
def test_a_row_that_went_or_came_is_found(kiosk: Kiosk, path: Path, statement: str, part: str) -> None:
    """X21."""
    (payment, giving), (other, _) = given_back(kiosk), given_back(kiosk, 139)
    SqliteReversals(kiosk.store, TAIPEI).decide(giving, Reversed(None), DECIDED)
    meddle(path, statement.format(id=payment.id))
    with kiosk.store.read() as db:
        wrong = seals.wrong_with(db, payment.id)
        assert wrong is not None
        assert wrong.part == part
        assert seals.wrong_with(db, other.id) is None
        assert findings(db)
    assert look(kiosk) >= 1


@pytest.mark.requirement("X21")
def test_at_start_everything_is_looked_at_and_what_holds_again_is_free(kiosk: Kiosk, path: Path) -> None:
    """X21: an old payment that nobody asks for is found too; put right to the byte, the alarm ends."""
    for trace in range(5):
        paid(kiosk, trace)
    payment = paid(kiosk)
    assert look(kiosk) == 0
    meddle(path, f"UPDATE payment SET minor = 280401 WHERE id = '{payment.id}'")
    assert look(kiosk) == 1
    assert look(kiosk) == 1
    assert alarms(kiosk) == [(payment.id, "payment")]
    meddle(path, f"UPDATE payment SET minor = 280400 WHERE id = '{payment.id}'")
    assert look(kiosk) == 0


@pytest.mark.requirement("X21")
def test_what_a_payment_costs_does_not_grow_with_history(kiosk: Kiosk) -> None:
    """X21: the engine's steps for one look at one payment, among few and among many."""

    def steps(payment: Payment) -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        with kiosk.store.read() as db:
            db.conn.set_progress_handler(step, 1)
            assert seals.wrong_with(db, payment.id) is None
            db.conn.set_progress_handler(None, 0)
        return count

    few = steps(paid(kiosk))
    for trace in range(60):
        paid(kiosk, 200 + trace)
    assert steps(paid(kiosk, 139)) <= few * 1.1


def test_what_is_old_goes_with_its_seals(kiosk: Kiosk, path: Path) -> None:
    """And the chain of those that are left holds; rows that went by hand before their time are missed."""
    paid(kiosk)
    while due := kiosk.due():
        kiosk.outbox.settle(stored(due), DECIDED)
    later = DECIDED + timedelta(days=200)
    kept = kiosk.payments.ask(LINES, AMOUNT, MARK, False, Language.EN, later)
    assert kept is not None
    Retention(kiosk.store, TAIPEI).prune(later)
    with kiosk.store.read() as db:
        assert findings(db) == []
        sources = [row[0] for row in db.execute("SELECT source FROM money_seal ORDER BY n")]
    assert sources == ["payment", "horizon"]
    assert look(kiosk) == 0
    meddle(path, "DELETE FROM payment_open", f"DELETE FROM payment WHERE id = '{kept.id}'")
    with kiosk.store.read() as db:
        assert any("is missing" in each for each in findings(db))


def test_a_store_of_an_earlier_version_is_sealed_as_it_is_found(path: Path) -> None:
    """It vouches from then on: a line of the old chain that is changed afterwards is found."""
    older_store(path)
    kiosk = Kiosk.at(path)
    with kiosk.store.read() as db:
        assert findings(db) == []
        kinds = [row[0] for row in db.execute("SELECT kind FROM audit ORDER BY seq")]
    assert kinds[-1] == "audit.keyed"
    meddle(path, "UPDATE audit SET fields = '{}' WHERE seq = 2")
    with kiosk.store.read() as db:
        assert findings(db)[0].startswith("line 2 was edited")


def test_doubt_about_the_seal_is_told_once_and_final_outcomes_are_not_undone(
    kiosk: Kiosk, path: Path
) -> None:
    payment = kiosk.ask()
    kiosk.payments.decide(payment, Declined(), False, DECIDED)
    meddle(path, "UPDATE payment_outcome SET outcome = 'cancelled', cause = 'customer'")
    for _ in range(2):
        assert kiosk.payments.decide(payment, Approved(approved().slip), True, DECIDED) == InDoubt("seal")
    with kiosk.store.read() as db:
        assert db.execute("SELECT count(*) FROM payment_outcome").fetchone()[0] == 1


@pytest.mark.requirement("X21")
@pytest.mark.parametrize(
    "change",
    ["UPDATE reversal SET asked_at = '2026-11-20T00:00:00.000Z'", "UPDATE payment SET minor = minor + 1"],
    ids=["intent", "payment"],
)
def test_nothing_goes_back_by_rows_that_were_changed(kiosk: Kiosk, path: Path, change: str) -> None:
    """X21: recovery does not ask the terminal, what it says is doubt, and its record waits for a person."""
    reversals = SqliteReversals(kiosk.store, TAIPEI)
    payment, giving = given_back(kiosk)
    meddle(path, change)
    assert reversals.open() == []
    assert reversals.decide(giving, Reversed(slip(139)), DECIDED) == ReversalInDoubt("seal")
    assert reversals.decide(giving, Reversed(slip(139)), DECIDED) == ReversalInDoubt("seal")
    assert kiosk.due("money") == []
    with kiosk.store.read() as db:
        assert db.execute("SELECT outcome, cause FROM reversal_outcome").fetchall() == [("in_doubt", "seal")]
    assert {blocked for blocked, _ in alarms(kiosk)} == {payment.id}


@pytest.mark.requirement("X21")
def test_a_grant_is_not_used_for_a_payment_that_was_changed(kiosk: Kiosk, path: Path) -> None:
    """X21: not at its terminal, and nobody is told that the customer had left."""
    payment = paid(kiosk)
    with kiosk.store.write() as db:
        note_posting(db, payment.id, Posting(Posted.REFUND_DUE, DECIDED + timedelta(hours=24)), DECIDED)
    meddle(path, "UPDATE payment SET minor = minor + 1")
    reversals = SqliteReversals(kiosk.store, TAIPEI)
    assert reversals.begin(payment, approved().slip, DECIDED) is None
    reversals.leave(payment.reference, DECIDED)
    with kiosk.store.read() as db:
        assert db.execute("SELECT count(*) FROM reversal").fetchone()[0] == 0
    assert alarms(kiosk) == [(payment.id, "payment")]


def test_reversals_of_a_store_from_before_they_were_sealed(kiosk: Kiosk, path: Path) -> None:
    """They are vouched for as they are found, each under its payment, and still cannot be changed."""
    payment, giving = given_back(kiosk)
    SqliteReversals(kiosk.store, TAIPEI).decide(giving, Reversed(slip(139)), DECIDED)
    kiosk.store.close()
    other = opened(path)
    other.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0017_reversal_seals'")
    for trigger in ("reversal_outcome_of_its_payment", "money_seal_no_delete"):
        other.execute(f"DROP TRIGGER {trigger}")
    other.execute("DROP INDEX reversal_outcomes")
    other.execute("ALTER TABLE reversal_outcome DROP COLUMN payment")
    other.execute("DELETE FROM money_seal WHERE source LIKE 'reversal%'")
    other.close()
    again = Kiosk.at(path)
    with again.store.read() as db:
        assert findings(db) == []
        assert db.execute("SELECT payment FROM reversal_outcome").fetchall() == [(payment.id,)]
        with pytest.raises(Exception, match="never changed"):
            db.execute("UPDATE reversal_outcome SET outcome = 'not_reversed'")
        sources = {
            row[0] for row in db.execute("SELECT source FROM money_seal WHERE payment = ?", (payment.id,))
        }
    assert sources == set(TABLES)


@pytest.mark.requirement("X21")
@pytest.mark.parametrize("known", [False, True], ids=["unlooked at", "found before"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payment_outcome SET outcome = 'cancelled', cause = 'customer', slip = NULL",
        "UPDATE payment SET minor = minor + 1",
        "UPDATE payment SET lines = '['",
    ],
    ids=["outcome", "amount", "lines"],
)
def test_a_counter_slip_is_not_vouched_for_by_rows_that_were_changed(
    kiosk: Kiosk, path: Path, change: str, known: bool
) -> None:
    """X21, E9: paid by card since, or not? The counter looks, and no other slip is held up."""
    slips = SqliteCounterSlips(kiosk.store, "K07", TAIPEI)
    given = slips.issue(LINES, AMOUNT, DECIDED)
    assert given is not None
    payment = paid(kiosk)
    assert slips.find(given.reference, DECIDED) is NoSlip.PAID
    meddle(path, change)
    if known or "lines" in change:
        look(kiosk)
    assert slips.find(given.reference, DECIDED) is NoSlip.UNSURE
    assert {blocked for blocked, _ in alarms(kiosk)} == {payment.id}
    other = slips.issue(LINES, AMOUNT, DECIDED)
    assert other is not None
    assert isinstance(slips.find(other.reference, DECIDED), CounterSlip), "asked for behind that payment"


@pytest.mark.requirement("X21")
def test_who_pays_next_is_served_though_an_open_payment_cannot_be_read(kiosk: Kiosk, path: Path) -> None:
    """X21."""
    kiosk.ask()
    meddle(path, "UPDATE payment SET lines = '['")
    assert kiosk.ask() is not None
