"""One connection to the store: encrypted, WAL, every commit flushed, one transaction a write, every fault a StoreError.

A Store belongs to one lane. Making it touches nothing; the first use (or `open`) opens the file, in the thread
that calls. A file that is damaged, or whose key is gone, is renamed, never deleted, and a new store begun: `set_aside`
tells where it lies. A key that is there and cannot be used is a StoreError, and nothing is touched: a person can help.

Figures behind the choices: sqlite-utils 4 with WAL and synchronous=FULL costs one flush a commit and loses no
acknowledged row in a power cut; a page quota below the partition keeps acknowledging possible on a full disk.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kiosk.ports import StoreError
from kiosk.storage import backup, epochs, log, machine
from kiosk.storage.engine import PAGE, Database, connect, is_broken, is_damage, is_sound, name_of, sqlite3
from kiosk.storage.key import StoreKey, flush_folder
from kiosk.storage.keyed import provide
from kiosk.storage.schema import MIGRATIONS
from kiosk.storage.sealing import clean_up, is_plain, seal
from kiosk.storage.vault import Vault, recovery_file

#: What `finishing` writes may take beyond the quota: what was begun can be ended, what was sent ticked off.
FINISHING_ROOM = 1 << 20
#: Opening a WAL store on a full disk ends the process by SIGBUS (its index is a mapped file), so we do not.
ROOM_TO_OPEN = 1 << 20
#: With less than this free nothing new is taken: the rest is for what waits in the log and for what was begun.
ROOM_TO_GO_ON = 8 << 20
#: What is renamed together, the file itself last: if stopped between, it is found unusable again.
_PARTS = ("-wal", "-shm", "")

#: What whoever reads of a store that was set aside can do.
WAY_OUT = (
    "nothing of it is deleted: put its key or the file right and give it its name again, or drain it at the centre by"
    " the recovery key or its own (python -m crm recover)"
)
_log = logging.getLogger(__name__)


def free_bytes(folder: Path) -> int:
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize


class Store:
    """The store at `path`, which `vault` opens.

    `quota`: the most it may hold, in bytes; `busy_seconds`: the wait for a lock; `this`: what is known of this machine.
    """

    def __init__(
        self,
        path: Path,
        vault: Vault,
        *,
        quota: int = 256 << 20,
        busy_seconds: float = 3.0,
        free: Callable[[Path], int] = free_bytes,
        this: Callable[[], Mapping[str, str]] = machine.facts,
    ) -> None:
        self.path = path
        self.set_aside: Path | None = None
        self._folder = path.parent
        self._vault = vault
        self._quota = quota
        self._busy = busy_seconds
        self._free = free
        self._this = this
        self._db: Database | None = None
        self._beyond = -1

    def open(self) -> None:
        """Opens, checks, migrates; a second call does nothing. Raises StoreError."""
        if self._db is not None:
            return
        with _translated("open"):
            self._make_room()
            with _alone_in(self.path.parent):
                clean_up(self.path)
                key = self._key()
                self._vault.wrap(self.path, key)  # before anything is written under it
                if is_plain(self.path):
                    self._seal(key)
                if not self._is_sound(key):
                    self._put_aside("damaged", "is damaged")
                self._db = self._begin(key)
        self.scrub()

    def close(self) -> None:
        """Closes; what was erased is gone from the write-ahead log too."""
        if self._db is not None:
            self.scrub()
        if self._db is not None:
            self._db.close()
            self._db = None

    @contextlib.contextmanager
    def read(self) -> Iterator[Database]:
        """The connection, for questions. Raises StoreError."""
        self.open()
        with _translated("read"), self._dropped_if_broken():
            yield self._opened()

    @contextlib.contextmanager
    def write(self, *, finishing: bool = False) -> Iterator[Database]:
        """One transaction: all of it is on the disk afterwards, or nothing. Raises StoreError.

        `finishing` is for what must still succeed when new things are refused for want of room.
        """
        self.open()
        db = self._opened()
        with _translated("write"), self._dropped_if_broken():
            if not finishing and self._free(self._folder) < ROOM_TO_GO_ON:
                raise StoreError("the disk is full")
            self._allow(db, FINISHING_ROOM if finishing else 0)
            # It takes the lock now: a late upgrade would fail at once, without waiting.
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.conn.execute("COMMIT")
            finally:
                db.rollback()  # after the commit there is nothing to roll back

    def scrub(self) -> bool:
        """Empties the write-ahead log into the file. False when it could not; the next time will do it.

        Never raises: the transaction before it stands whatever becomes of this.
        """
        try:
            with self._dropped_if_broken():
                return log.empty(self._opened(), self.path)
        except (sqlite3.Error, OSError, MemoryError, StoreError) as error:
            _log.warning("the write-ahead log could not be emptied: %s", name_of(error))
            return False

    @contextlib.contextmanager
    def _dropped_if_broken(self) -> Iterator[None]:
        """After one fault of the disk the cipher fails on this connection for ever: the next use makes another."""
        try:
            yield
        except (sqlite3.Error, MemoryError) as error:
            if is_broken(error) and self._db is not None:
                broken, self._db = self._db, None
                with contextlib.suppress(sqlite3.Error, MemoryError):
                    broken.close()
            raise

    def _opened(self) -> Database:
        if self._db is None:
            raise StoreError("the store is not open")
        return self._db

    def _make_room(self) -> None:
        if not self.path.parent.exists():
            self.path.parent.mkdir(mode=0o700, parents=True)
            flush_folder(self.path.parent.parent)
        if self._free(self.path.parent) < ROOM_TO_OPEN:
            raise StoreError("the disk is full")
        _touch(self.path)

    def _key(self) -> StoreKey:
        """The key under which the store is, or is to be; one that it does not open is out of the way."""
        place = self._vault.place
        key = place.find()
        if self.path.stat().st_size and not is_plain(self.path):
            if key is None:
                self._put_aside("locked", f"cannot be opened without its key, which is not at {place.path}")
            elif not self._vault.is_for(self.path, key):
                self._put_aside(
                    "locked", f"cannot be opened by the key at {place.path}, which is another one's"
                )
        return key or place.make()

    def _seal(self, key: StoreKey) -> None:
        size = self.path.stat().st_size
        if self._free(self.path.parent) < size + ROOM_TO_OPEN:
            raise StoreError(f"the disk is full: encrypting the store takes {size >> 20} MiB more")
        if seal(self.path, key, self._busy):
            _log.info("the store is encrypted now, the plain one overwritten")
        else:
            self._put_aside("damaged", "is damaged")

    def _put_aside(self, word: str, why: str) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        aside = self.path.with_name(f"{self.path.name}.{word}-{stamp}")
        if recovery_file(self.path).exists():  # two names of it, so that neither store is ever without
            os.link(recovery_file(self.path), recovery_file(aside))
        for suffix in _PARTS:
            part = self.path.with_name(self.path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
        _touch(self.path)
        flush_folder(self.path.parent)
        self.set_aside = aside
        _log.error("the store %s: it is set aside as %s; %s", why, aside.name, WAY_OUT)

    def _is_sound(self, key: StoreKey) -> bool:
        db = self._connect(key)
        try:
            return is_sound(db)
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                return False
            raise
        finally:
            db.close()

    def _begin(self, key: StoreKey) -> Database:
        db, self._beyond = self._connect(key), -1
        try:
            db.enable_wal()
            db.execute("PRAGMA synchronous=FULL")
            db.execute("PRAGMA foreign_keys=ON")
            db.execute("PRAGMA secure_delete=ON")
            db.execute("PRAGMA temp_store=MEMORY")
            self._allow(db, 0)
            provide(db, key)
            self._migrate(db, key)
            with db.atomic():
                epochs.begin(db, self._this())
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: Database, key: StoreKey) -> None:
        """All that is to be done in one transaction, after a copy; a store that it fails on is as it was."""
        if not MIGRATIONS.pending(db):
            backup.forget(self.path)
            return
        copied = self._copy(db, key) if db.table("outbox").exists() else "nothing was in it"
        try:
            with db.atomic():
                MIGRATIONS.apply(db)
        except sqlite3.Error as error:
            raise StoreError(
                f"the store cannot be brought to this version of the kiosk: {name_of(error)}; it is as it was, the"
                f" version before still opens it ({copied})"
            ) from error

    def _copy(self, db: Database, key: StoreKey) -> str:
        size = self.path.stat().st_size
        if self._free(self.path.parent) < size + ROOM_TO_OPEN:
            raise StoreError(f"the disk is full: a copy before the migration takes {size >> 20} MiB more")
        copy = backup.keep(db, self.path, key)
        _log.info("the store is of an earlier version: copied to %s before it is brought forward", copy.name)
        return f"and a copy lies in {copy.name}"

    def _connect(self, key: StoreKey | None) -> Database:
        return connect(self.path, key, self._busy)

    def _allow(self, db: Database, beyond: int) -> None:
        if beyond != self._beyond:
            db.execute(f"PRAGMA max_page_count={(self._quota + beyond) // PAGE}")
            self._beyond = beyond


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process at a time opens a store here: what it finds out about the file holds until it has it open."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _translated(doing: str) -> Iterator[None]:
    """Errors of the engine and the disk as StoreError: named, without a word of what was to be written."""
    try:
        yield
    except (sqlite3.Error, MemoryError) as error:  # the latter is what a broken cipher says
        raise StoreError(f"{doing}: {name_of(error)}") from error
    except OSError as error:
        raise StoreError(f"{doing}: {error.strerror or type(error).__name__}") from error
