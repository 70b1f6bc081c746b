"""One connection to the store: WAL, every commit flushed, one transaction a write, every fault a StoreError.

A Store belongs to one lane. Making it touches nothing; the first use (or `open`) opens the file, in the thread
that calls. A damaged file is renamed, never deleted, and a new store begun: `set_aside` tells where it lies.

Figures behind the choices: sqlite-utils 4 with WAL and synchronous=FULL costs one flush a commit and loses no
acknowledged row in a power cut; a page quota below the partition keeps acknowledging possible on a full disk.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from kiosk.ports import StoreError
from kiosk.storage.canon import new_id, utc_text
from kiosk.storage.schema import MIGRATIONS

PAGE = 4096
#: What `finishing` writes may take beyond the quota: what was begun can be ended, what was sent ticked off.
FINISHING_ROOM = 1 << 20
#: Opening a WAL store on a full disk ends the process by SIGBUS (its index is a mapped file), so we do not.
ROOM_TO_OPEN = 1 << 20
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_log = logging.getLogger(__name__)


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


class Store:
    """The store at `path`. `quota`: the most it may hold, in bytes; `busy_seconds`: the wait for a lock."""

    def __init__(
        self,
        path: Path,
        *,
        quota: int = 256 << 20,
        busy_seconds: float = 3.0,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        self.path = path
        self.set_aside: Path | None = None
        self._quota = quota
        self._busy = busy_seconds
        self._free = free
        self._db: Database | None = None

    def open(self) -> None:
        """Opens, checks, migrates; a second call does nothing. Raises StoreError."""
        if self._db is not None:
            return
        with _translated("open"):
            self._make_room()
            if not self._is_sound():
                self.set_aside = _put_aside(self.path)
                _log.error("the store was damaged and is set aside as %s", self.set_aside.name)
            self._db = self._begin()
        self.scrub()

    def close(self) -> None:
        """Closes; what was erased is gone from the write-ahead log too."""
        if self._db is not None:
            self.scrub()
            self._db.close()
            self._db = None

    @contextlib.contextmanager
    def read(self) -> Iterator[Database]:
        """The connection, for questions. Raises StoreError."""
        self.open()
        with _translated("read"):
            yield self._opened()

    @contextlib.contextmanager
    def write(self, *, finishing: bool = False) -> Iterator[Database]:
        """One transaction: all of it is on the disk afterwards, or nothing. Raises StoreError.

        `finishing` is for what must still succeed when new things are refused for want of room.
        """
        self.open()
        db = self._opened()
        with _translated("write"):
            self._allow(db, FINISHING_ROOM if finishing else 0)
            db.execute(
                "BEGIN IMMEDIATE"
            )  # takes the lock now: a late upgrade would fail at once, without waiting
            try:
                with db.atomic():
                    yield db
                db.execute("COMMIT")
            finally:
                db.rollback()  # after the commit there is nothing to roll back

    def scrub(self) -> bool:
        """Empties the write-ahead log into the file. False when it could not; the next time will do it.

        Never raises: the transaction before it stands whatever becomes of this.
        """
        try:
            busy = self._opened().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error as error:
            _log.warning("the write-ahead log could not be emptied: %s", _name(error))
            return False
        return not busy

    def _opened(self) -> Database:
        if self._db is None:
            raise StoreError("the store is not open")
        return self._db

    def _make_room(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._free(self.path.parent) < ROOM_TO_OPEN:
            raise StoreError("the disk is full")
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    def _is_sound(self) -> bool:
        db = self._connect()
        try:
            return [row[0] for row in db.execute("PRAGMA quick_check(1)")] == ["ok"]
        except sqlite3.DatabaseError as error:
            if _code(error) in _DAMAGED:
                return False
            raise
        finally:
            db.close()

    def _begin(self) -> Database:
        db = self._connect()
        try:
            db.enable_wal()
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA foreign_keys=ON")
            db.execute("PRAGMA secure_delete=ON")
            db.execute("PRAGMA temp_store=MEMORY")
            self._allow(db, 0)
            MIGRATIONS.apply(db)
            _begin_epoch(db)
        except BaseException:
            db.close()
            raise
        return db

    def _connect(self) -> Database:
        db = Database(self.path, execute_plugins=False)
        db.execute(f"PRAGMA busy_timeout={round(self._busy * 1000)}")
        return db

    def _allow(self, db: Database, beyond: int) -> None:
        db.execute(f"PRAGMA max_page_count={(self._quota + beyond) // PAGE}")


def _begin_epoch(db: Database) -> None:
    # A store that begins anew counts its streams from 1 again; the centre tells the two apart by the epoch.
    if not db.table("epoch").count:
        db.table("epoch").insert({"id": new_id(), "began_at": utc_text(datetime.now(UTC))})


def _put_aside(path: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in (
        "-wal",
        "-shm",
        "",
    ):  # the file itself last: if stopped between, it is found damaged again
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    return aside


@contextlib.contextmanager
def _translated(doing: str) -> Iterator[None]:
    """Errors of the engine and the disk as StoreError: named, without a word of what was to be written."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{doing}: {_name(error)}") from error
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror or type(error).__name__}") from error


def _code(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code


def _name(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", type(error).__name__))
