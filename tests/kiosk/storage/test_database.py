"""The store itself: one flush a write, and what happens when the disk, a lock or a bad block says no."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.payment import Declined
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import Answer, StoreError
from kiosk.storage.canon import digest, utc_text
from kiosk.storage.database import PAGE, ROOM_TO_OPEN, Store
from kiosk.storage.engine import Database, connect
from kiosk.storage.schema import APPEND_ONLY, MIGRATIONS
from tests.kiosk.storage.samples import DECIDED, PHONE, Kiosk, PlainStore, approved, vault_of
from tests.stores import opened


def fill(kiosk: Kiosk) -> int:
    """Writes callbacks until the disk is full; returns how many were accepted."""
    for count in range(10_000):
        try:
            kiosk.call_back()
        except StoreError:
            return count
    raise AssertionError("the disk never was full")


def erase_and_stop(kiosk: Kiosk) -> None:
    with kiosk.store.write() as db:
        db.execute("DELETE FROM outbox")
        raise KeyError("stopped")


#: Room for some requests, however many tables an empty store has.
SOME_PAGES = 40


@pytest.fixture
def small(path: Path) -> Kiosk:
    empty = Kiosk.at(path.with_name("empty.db"))
    with empty.store.read() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    return Kiosk.at(path, quota=(pages + SOME_PAGES) * PAGE)


# --- every connection, every write ------------------------------------------------------------


@pytest.mark.requirement("J1")
@pytest.mark.parametrize("again", [False, True])
def test_every_connection_flushes_every_commit(kiosk: Kiosk, path: Path, again: bool) -> None:
    """J1: the first connection and the one after a restart."""
    kiosk.call_back()
    store = Kiosk.at(path).store if again else kiosk.store
    with store.read() as db:
        asked = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
        assert asked == {"journal_mode": "wal", "synchronous": 2}
        assert db.execute("PRAGMA secure_delete").fetchone()[0] == 1
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


@pytest.mark.requirement("J1")
@pytest.mark.parametrize(
    "write",
    [
        Kiosk.ask_other,
        Kiosk.call_back,
        lambda kiosk: kiosk.payments.decide(kiosk.payments.open()[0], approved(), False, DECIDED),
        lambda kiosk: kiosk.payments.paper(kiosk.payments.open()[0], PrintOutcome.UNKNOWN, DECIDED),
        lambda kiosk: kiosk.audit.write(Entry(Kind.MAINTENANCE_ENTERED), DECIDED),
        lambda kiosk: kiosk.keeper.count_try(DECIDED),
    ],
    ids=["ask", "callback", "decide", "paper", "audit", "try"],
)
def test_a_write_is_one_transaction(kiosk: Kiosk, write: Callable[[Kiosk], object]) -> None:
    """J1: one COMMIT, so one flush, and never half of it."""
    kiosk.ask()
    statements: list[str] = []
    with kiosk.store.read() as db:
        db.conn.set_trace_callback(statements.append)
    write(kiosk)
    assert [s for s in statements if s.startswith(("BEGIN", "COMMIT", "ROLLBACK"))] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
    ]


def test_a_write_that_breaks_off_leaves_nothing(kiosk: Kiosk) -> None:
    kiosk.call_back()
    before = kiosk.due()
    with pytest.raises(KeyError):
        erase_and_stop(kiosk)
    assert kiosk.due() == before


def test_the_files_are_for_this_user_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kiosk.db"
    kiosk = Kiosk.at(path)
    kiosk.call_back()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (path.parent, *path.parent.iterdir())}
    others = ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm", "kiosk.db.recovery")
    assert modes == {"data": 0o700, **dict.fromkeys(others, 0o600)}


def test_every_journal_table_is_guarded(kiosk: Kiosk) -> None:
    with kiosk.store.read() as db:
        triggers = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")} <= triggers


# --- no room ----------------------------------------------------------------------------------


def test_a_full_disk_refuses_the_new_and_writes_nothing_by_halves(small: Kiosk) -> None:
    accepted = fill(small)
    with small.store.read() as db:
        counts = [
            db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("callback", "reference", "audit")
        ]
    assert counts == [accepted] * 3
    assert len(small.due("cases")) == len(small.due("telemetry")) == accepted
    with pytest.raises(StoreError, match="SQLITE_FULL") as caught:
        small.call_back()
    assert PHONE not in str(caught.value)


def test_on_a_full_disk_what_was_begun_is_ended(small: Kiosk) -> None:
    payment = small.ask()
    fill(small)
    small.payments.decide(payment, approved(), False, DECIDED)
    small.payments.paper(payment, PrintOutcome.NOT_PRINTED, DECIDED)
    assert small.payments.open() == []
    assert small.due("money")[0].id == payment.id


def test_a_full_disk_empties_again_as_the_centre_takes_over(small: Kiosk) -> None:
    accepted = fill(small)
    while due := small.outbox.due(50, DECIDED):
        small.outbox.settle([Answer(record.id, "stored") for record in due], DECIDED)
    assert small.outbox.counts().delivered == 2 * accepted
    assert small.call_back()


def test_a_store_on_a_full_disk_is_not_opened(path: Path) -> None:
    room = {"free": ROOM_TO_OPEN - 1}
    store = Store(path, vault_of(path), free=lambda folder: room["free"])
    with pytest.raises(StoreError, match="full"), store.read():
        pass
    room["free"] = ROOM_TO_OPEN
    with store.read() as db:
        assert db.table("outbox").count == 0
    store.close()


# --- somebody else has it ---------------------------------------------------------------------


def test_a_locked_store_says_so_in_bounded_time_and_works_afterwards(path: Path) -> None:
    kiosk = Kiosk.at(path, busy_seconds=0.05)
    kiosk.call_back()
    other = opened(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="SQLITE_BUSY"):
        kiosk.call_back()
    assert len(kiosk.due("cases")) == 1  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    kiosk.call_back()
    assert len(kiosk.due("cases")) == 2


def test_an_answer_stands_even_if_the_log_cannot_be_emptied_now(path: Path) -> None:
    kiosk = Kiosk.at(path, PlainStore, busy_seconds=0.05)
    reference = kiosk.call_back()
    reader = dbapi2.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM outbox").fetchone()
    assert kiosk.outbox.settle([Answer(kiosk.due()[0].id, "stored")], DECIDED) == [reference]
    assert not kiosk.store.scrub()
    reader.close()
    assert kiosk.store.scrub()
    assert PHONE.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_place_that_cannot_be_written_is_a_store_error(tmp_path: Path, path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="open"):
        Store(tmp_path / "data" / "kiosk.db", vault_of(path)).open()


def test_a_folder_in_the_place_of_the_store_is_a_store_error(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="open"):
        Store(path, vault_of(path)).open()


# --- damage -----------------------------------------------------------------------------------


def torn(path: Path) -> None:
    """Zeros in the middle: a lost block."""
    with path.open("r+b") as file:
        file.seek(2 * PAGE)
        file.write(bytes(6 * PAGE))


def replaced(path: Path) -> None:
    path.write_bytes(b"this was a database once\n" * 500)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3 * PAGE)


@pytest.mark.parametrize("damage", [torn, replaced, cut])
def test_a_damaged_store_is_set_aside_whole_and_a_new_one_begun(
    path: Path, damage: Callable[[Path], None]
) -> None:
    kiosk = Kiosk.at(path)
    for _ in range(20):
        kiosk.call_back()
    epoch = kiosk.keeper.epoch()
    kiosk.store.close()
    damage(path)
    damaged = path.read_bytes()
    again = Kiosk.at(path)
    again.store.open()
    assert again.store.set_aside is not None
    assert again.store.set_aside.read_bytes() == damaged
    assert again.keeper.epoch() != epoch
    again.payments.decide(again.ask(), Declined(), False, DECIDED)
    assert [record.seq for record in again.due("money")] == [1]


def test_a_sound_store_is_not_set_aside(kiosk: Kiosk, path: Path) -> None:
    kiosk.call_back()
    store = Store(path, vault_of(path))
    store.open()
    assert store.set_aside is None
    assert [file.name for file in path.parent.iterdir() if "damaged" in file.name] == []
    store.close()


def test_an_older_store_forgets_what_the_centre_has_and_keeps_its_numbers(path: Path) -> None:
    """The queue of a store from before rows were deleted: one payment delivered, one waiting."""
    old = connect(path, None)
    MIGRATIONS.apply(old, stop_before="m0006_delivered")
    for number, state in ((1, "delivered"), (2, "waiting")):
        _old_payment(old, number, state)
    old.execute("INSERT INTO stream_head (stream, seq) VALUES ('money', 2)")
    old.close()
    kiosk = Kiosk.at(path)
    assert [(record.id, record.seq) for record in kiosk.due()] == [("payment-2", 2)]
    assert kiosk.outbox.counts().delivered == 1
    with kiosk.store.read() as db:
        assert db.execute("SELECT seq FROM payment_outcome ORDER BY n").fetchall() == [(1,), (2,)]
    with pytest.raises(StoreError), kiosk.store.write() as db:
        db.execute("UPDATE payment_outcome SET seq = 9")


def _old_payment(db: Database, number: int, state: str) -> None:
    payment, at = f"payment-{number}", utc_text(DECIDED)
    db.table("reference").insert({"reference": payment})
    asked = {
        "id": payment,
        "reference": payment,
        "lines": "[]",
        "minor": 1,
        "currency": "TWD",
        "asked_at": at,
    }
    mark = {"mark_terminal": "", "mark_trace": None, "mark_receipt": None, "offline": 0, "language": "en"}
    db.table("payment").insert({**asked, **mark})
    sent = {"id": payment, "stream": "money", "seq": number, "kind": "payment", "version": 1, "at": at}
    rest = {
        "tz": "Asia/Taipei",
        "body": "{}",
        "body_hash": digest("{}"),
        "reference": payment,
        "state": state,
    }
    db.table("outbox").insert({**sent, **rest})
    fate = {"payment": payment, "outcome": "declined", "cause": "", "recovered": 0, "decided_at": at}
    db.table("payment_outcome").insert({**fate, "record": payment})
