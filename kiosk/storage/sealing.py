"""A plain store becomes an encrypted one, once, at the first start of a kiosk that knows how.

At any moment `kiosk.db` is the plain store or the whole encrypted one; a break leaves at most two names beside it, which
the next start takes away. Overwriting reaches the blocks that the file had; what a disk's own logic put elsewhere, and
what the plain store gave back to the disk in earlier days, it does not reach (docs/decisions/0017).
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from kiosk.storage.engine import Database, connect, is_damage, is_sound, sqlite3
from kiosk.storage.key import StoreKey, flush_folder

_PLAIN = b"SQLite format 3\0"
_BLOCK = 1 << 20


def is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def seal(path: Path, key: StoreKey, busy_seconds: float) -> bool:
    """Encrypts the plain store at `path`. False: it is damaged, and stands there as before.

    Raises sqlite3.Error, also when somebody else has it open; OSError.
    """
    part, old = _part(path), _old(path)
    with closing(connect(path, None, busy_seconds)) as plain:
        if not _is_sound_and_ours(plain):
            return False
        _empty_log(plain, path)
        _export(plain, part, key)
        _compare(plain, part, key)
        _flush(part)
        os.link(path, old)
        flush_folder(path.parent)
        part.replace(path)
        flush_folder(path.parent)
    _erase(old)
    flush_folder(path.parent)
    return True


def clean_up(path: Path) -> None:
    """What a sealing that was broken off left behind."""
    _part(path).unlink(missing_ok=True)
    old = _old(path)
    if not old.exists():
        return
    if old.samefile(path):  # broken off before the encrypted store took its place
        old.unlink()
    else:
        _erase(old)
    flush_folder(path.parent)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.sealing")


def _old(path: Path) -> Path:
    return path.with_name(f"{path.name}.plain")


def _is_sound_and_ours(plain: Database) -> bool:
    """True: nobody else has it open or will until this connection is closed. An older kiosk would go on writing."""
    try:
        plain.execute("PRAGMA locking_mode=EXCLUSIVE")
        plain.execute("BEGIN EXCLUSIVE")
        plain.execute("COMMIT")
        return is_sound(plain)
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise


def _empty_log(plain: Database, path: Path) -> None:
    plain.execute("PRAGMA wal_checkpoint(RESTART)")
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        _overwrite(log)
    plain.execute("PRAGMA journal_mode=DELETE")


def _export(plain: Database, part: Path, key: StoreKey) -> None:
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    plain.execute("ATTACH ? AS sealed KEY ?", (str(part), key.literal))
    plain.execute("PRAGMA sealed.journal_mode=OFF")  # it counts only when it is whole and flushed
    plain.execute("PRAGMA sealed.synchronous=OFF")
    plain.execute("SELECT sqlcipher_export('sealed')").fetchall()
    plain.execute("DETACH sealed")


def _compare(plain: Database, part: Path, key: StoreKey) -> None:
    with closing(connect(part, key)) as sealed:
        if not is_sound(sealed) or _counts(sealed) != _counts(plain):
            raise sqlite3.DatabaseError("the encrypted store is not the plain one")


def _counts(db: Database) -> dict[str, int]:
    return {name: db.table(name).count for name in db.table_names()} | {"": len(db.schema)}


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _erase(path: Path) -> None:
    _overwrite(path)
    path.unlink()


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb+") as file:
        for begin in range(0, size, _BLOCK):
            file.write(bytes(min(_BLOCK, size - begin)))
        file.flush()
        os.fsync(file.fileno())
