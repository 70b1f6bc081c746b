"""A plain store of an earlier version becomes an encrypted one, whatever happens on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from kiosk.ports import Answer, StoreError
from kiosk.storage import sealing
from kiosk.storage.database import ROOM_TO_OPEN, Store
from tests.kiosk.storage.samples import DECIDED, PHONE, Kiosk, PlainStore, approved, vault_of

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"


def plain_store(path: Path, rows: int = 5) -> Kiosk:
    """As an earlier version left it, with a payment, callbacks and an erased record; it is still open."""
    kiosk = Kiosk.at(path, PlainStore)
    kiosk.payments.decide(kiosk.ask(), approved(), False, DECIDED)
    for _ in range(rows):
        kiosk.call_back()
    kiosk.outbox.settle([Answer(kiosk.due("cases")[0].id, "stored")], DECIDED)
    return kiosk


@pytest.mark.requirement("J6")
@pytest.mark.parametrize("cut", [False, True], ids=["closed", "power cut"])
def test_a_plain_store_is_encrypted_at_the_next_start(path: Path, cut: bool) -> None:
    """J6: every row, number and trigger is there, and nothing plain is left; after a power cut the log's rows too."""
    plain = plain_store(path)
    expected = (plain.due(), plain.keeper.epoch(), plain.outbox.counts())
    with plain.store.read() as db:
        schema = db.execute(SCHEMA).fetchall()
    if cut:  # the files as they lie there while it runs, log and all
        for file in list(path.parent.iterdir()):
            (path.parent.parent / f"cut-{file.name}").write_bytes(file.read_bytes())
    plain.store.close()
    if cut:
        for name in ("kiosk.db", "kiosk.db-wal"):
            (path.parent.parent / f"cut-{name}").replace(path.with_name(name))
        (path.parent.parent / "cut-kiosk.db-shm").unlink()
        (path.parent.parent / "cut-kiosk.db.recovery").unlink()
    kiosk = Kiosk.at(path)
    assert (kiosk.due(), kiosk.keeper.epoch(), kiosk.outbox.counts()) == expected
    with kiosk.store.read() as db:
        assert db.execute(SCHEMA).fetchall() == schema
    assert kiosk.store.set_aside is None
    assert kiosk.audit.broken_at() == []
    kiosk.store.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["kiosk.db", "kiosk.db.recovery"]
    for file in path.parent.parent.rglob("*"):
        assert not file.is_file() or PHONE.encode() not in file.read_bytes(), file
    assert kiosk.call_back()


def test_the_plain_file_is_overwritten_and_not_only_removed(path: Path) -> None:
    plain_store(path).store.close()
    with path.open("rb") as old:  # the file, whatever its name becomes
        assert PHONE.encode() in old.read()
        Kiosk.at(path).store.open()
        old.seek(0)
        assert set(old.read()) == {0}


def test_the_log_of_a_plain_store_is_overwritten_too(path: Path) -> None:
    plain = plain_store(path)
    data = [path.with_name(name).read_bytes() for name in ("kiosk.db", "kiosk.db-wal")]
    plain.call_back()
    log = path.with_name("kiosk.db-wal").read_bytes()
    plain.store.close()
    path.write_bytes(data[0])
    path.with_name("kiosk.db-wal").write_bytes(log)
    with path.with_name("kiosk.db-wal").open("rb") as old:
        assert PHONE.encode() in old.read()
        Kiosk.at(path).store.open()
        old.seek(0)
        assert set(old.read()) <= {0}


def test_a_plain_store_that_somebody_has_open_stays_as_it_is(path: Path) -> None:
    """An older kiosk that still runs would go on writing into a file that is no more."""
    plain = plain_store(path)
    store = Store(path, vault_of(path), busy_seconds=0.05)
    with pytest.raises(StoreError, match="SQLITE_BUSY"):
        store.open()
    plain.call_back()
    plain.store.close()
    assert len(Kiosk.at(path).due("cases")) == 5


def test_a_damaged_plain_store_is_set_aside_and_not_encrypted(path: Path) -> None:
    plain_store(path).store.close()
    data = bytearray(path.read_bytes())
    data[8192:32768] = bytes(32768 - 8192)
    path.write_bytes(data)
    kiosk = Kiosk.at(path)
    assert kiosk.call_back()
    assert kiosk.store.set_aside is not None
    assert kiosk.store.set_aside.read_bytes() == data


def test_without_room_for_both_the_plain_store_stays_and_the_kiosk_says_why(path: Path) -> None:
    plain_store(path).store.close()
    before = path.read_bytes()
    store = Store(path, vault_of(path), free=lambda folder: ROOM_TO_OPEN)
    with pytest.raises(StoreError, match="the disk is full: encrypting the store takes"):
        store.open()
    assert path.read_bytes() == before


@pytest.mark.requirement("J1")
@pytest.mark.requirement("J6")
def test_killed_on_every_line_of_it(path: Path) -> None:
    """J1, J6: the next start has every row, encrypted, and nothing beside it."""
    plain_store(path).store.close()
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed_sealing.py")), str(path)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = json.loads(done.stdout)
    assert len(rounds) > 30
    assert {name for each in rounds for name in each["left"]} >= {"kiosk.db.sealing", "kiosk.db.plain"}
    assert all(each["after"] == ["kiosk.db", "kiosk.db.recovery"] for each in rounds)
    assert {each["rows"] for each in rounds} == {5}
    assert not any(each["readable"] for each in rounds)


def test_what_a_break_left_is_taken_away_the_plain_file_overwritten(path: Path) -> None:
    """The encrypted store stood in its place already, and the plain one had its second name still."""
    Kiosk.at(path).call_back()
    half, plain = path.with_name("kiosk.db.sealing"), path.with_name("kiosk.db.plain")
    half.write_bytes(b"half of it")
    plain.write_text(PHONE)
    with plain.open("rb") as old:
        assert len(Kiosk.at(path).due("cases")) == 1
        assert set(old.read()) == {0}
    assert not half.exists()
    assert not plain.exists()


def test_a_copy_that_is_not_the_store_is_not_taken(path: Path) -> None:
    """The engine's own export is compared before the plain file goes: a row less, and it is none."""
    whole = plain_store(path, rows=5)
    plain_store(path.with_name("less.db"), rows=4).store.close()
    less = Kiosk.at(path.with_name("less.db"))
    less.store.open()
    key = vault_of(path).place.find()
    assert key is not None
    with whole.store.read() as db, pytest.raises(dbapi2.DatabaseError, match="is not the plain one"):
        sealing._compare(db, less.store.path, key)
