"""Before a store is migrated it is copied, encrypted; a migration that fails leaves the store as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.ports import StoreError
from kiosk.storage.backup import copy_of
from kiosk.storage.database import ROOM_TO_OPEN, Store
from kiosk.storage.schema import MIGRATIONS
from kiosk.storage.vault import recovery_file
from tests.kiosk.storage.older import BEFORE, older_store
from tests.kiosk.storage.samples import PHONE, Kiosk, vault_of
from tests.stores import decrypted, opened


@pytest.fixture
def failing() -> Iterator[None]:
    """One migration more, which fails in its middle."""

    @MIGRATIONS()
    def m9999_fails(db: Database) -> None:
        db.execute("CREATE TABLE half (n INTEGER)")
        db.execute("SELECT nothing FROM nowhere")

    yield
    MIGRATIONS._migrations.pop()


def versions(path: Path) -> list[str]:
    db = opened(path)
    names = [row[0] for row in db.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]
    db.close()
    return names


@pytest.mark.requirement("J1")
def test_an_older_store_is_copied_before_it_is_brought_forward(path: Path) -> None:
    """J1: the copy is the store of before, whole, under the same key, with its recovery file, for this user only."""
    references = older_store(path)
    before = versions(path)
    kiosk = Kiosk.at(path)
    assert [record.reference for record in kiosk.due("cases")] == references
    copy = copy_of(path)
    assert versions(copy) == before < versions(path)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert recovery_file(copy).samefile(recovery_file(path))


@pytest.mark.requirement("J6")
def test_nothing_of_the_copy_is_readable_without_the_key(path: Path, tmp_path: Path) -> None:
    """J6: neither the copy nor what else lies there."""
    older_store(path)
    Kiosk.at(path).store.open()
    for file in path.parent.parent.rglob("*"):
        assert not file.is_file() or PHONE.encode() not in file.read_bytes(), file
    with_key = decrypted(copy_of(path), tmp_path / "decrypted")
    assert PHONE.encode() in with_key[0].read_bytes()  # the search can find


def test_the_copy_goes_at_the_next_start_that_finds_all_well(path: Path) -> None:
    older_store(path)
    kiosk = Kiosk.at(path)
    kiosk.store.open()
    assert copy_of(path).exists()
    kiosk.store.close()
    Kiosk.at(path).store.open()
    assert sorted(file.name for file in path.parent.iterdir() if "migration" in file.name) == []
    assert recovery_file(path).exists()


def test_a_new_store_is_not_copied(kiosk: Kiosk, path: Path) -> None:
    kiosk.call_back()
    assert not copy_of(path).exists()


@pytest.mark.usefixtures("failing")
@pytest.mark.requirement("J1")
def test_a_migration_that_fails_leaves_the_store_as_it_was_and_says_so(path: Path) -> None:
    """J1: all migrations of one start are done, or none; the version before goes on with it."""
    older_store(path)
    before = versions(path)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"SQLITE_ERROR; it is as it was.*kiosk\.db\.before-migration"):
            Kiosk.at(path).store.open()
        assert versions(path) == before == versions(copy_of(path))
    db = opened(path)
    assert db.execute("SELECT count(*) FROM callback").fetchone()[0] == 4
    assert db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half'").fetchone() is None
    db.close()
    assert BEFORE not in before


@pytest.mark.usefixtures("failing")
def test_a_store_is_brought_forward_once_the_migration_is_mended(path: Path) -> None:
    references = older_store(path)
    with pytest.raises(StoreError, match="it is as it was"):
        Kiosk.at(path).store.open()
    wrong = MIGRATIONS._migrations.pop()
    assert [record.reference for record in Kiosk.at(path).due("cases")] == references
    MIGRATIONS._migrations.append(wrong)


def test_without_room_for_the_copy_the_store_stays_and_the_kiosk_says_why(path: Path) -> None:
    older_store(path)
    before = path.read_bytes()
    store = Store(path, vault_of(path), free=lambda folder: ROOM_TO_OPEN)
    with pytest.raises(StoreError, match="a copy before the migration takes"):
        store.open()
    assert path.read_bytes() == before
