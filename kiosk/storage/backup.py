"""A copy of the store as it was before its migrations: encrypted under the same key, with the recovery file beside it.

One is kept, `kiosk.db.before-migration`, until the next start that finds the store sound and nothing left to migrate:
then the new version has worked for as long as the kiosk ran. Whoever must go back gives the copy the store's name.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kiosk.storage.engine import Database, connect, is_sound, sqlite3
from kiosk.storage.key import StoreKey, flush_folder
from kiosk.storage.vault import recovery_file


def copy_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.before-migration")


def keep(db: Database, path: Path, key: StoreKey) -> Path:
    """The copy is whole and on the disk, in the place of an older one. Raises sqlite3.Error, OSError."""
    part, copy = _part(path), copy_of(path)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db.execute("VACUUM INTO ?", (str(part),))
    with closing(connect(part, key)) as made:
        if not is_sound(made):
            raise sqlite3.DatabaseError("the copy is not the store")
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    recovery_file(copy).unlink(missing_ok=True)
    os.link(recovery_file(path), recovery_file(copy))
    part.replace(copy)
    flush_folder(path.parent)
    return copy


def forget(path: Path, made_before: datetime | None = None) -> None:
    """The copy has done its duty; so has what a break left of one. `made_before`: only one that is older."""
    copy = copy_of(path)
    if made_before and (not copy.exists() or copy.stat().st_mtime >= made_before.timestamp()):
        return
    found = [each for each in (_part(path), copy, recovery_file(copy)) if each.exists()]
    for each in found:
        each.unlink()
    if found:
        flush_folder(path.parent)


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.copying")
