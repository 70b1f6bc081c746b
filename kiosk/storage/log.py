"""The write-ahead log, emptied and kept at its size.

A log that is cut off must grow again: every flush then also writes where the file's new blocks are, which takes a tenth
to a half longer, and on a full disk there are none, not even to tick off what the centre has. So what was in it is
overwritten with zeros and its room kept. First its head, flushed: with the head gone the engine takes nothing of the
rest for valid, while half a log under its old head would bring old pages back (sqlite.org/fileformat.html, 4.5).
"""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.storage.engine import Database

#: Room for some tens of requests; a longer log keeps what it grew to.
GROWN = 1 << 20
_HEAD = 32
_BLOCK = 1 << 16


def empty(db: Database, path: Path) -> bool:
    """Puts the log of the store at `path` into the store and zeros into the log. False: somebody is at it just now.

    Raises sqlite3.Error, OSError.
    """
    log = path.with_name(f"{path.name}-wal")
    head = _head(log)
    if db.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0]:
        return False
    db.execute("BEGIN IMMEDIATE")  # nobody writes meanwhile
    try:
        if _head(log) != head:  # somebody began the log anew since: it is theirs
            return False
        _overwrite(log)
    finally:
        db.rollback()
    return True


def _head(log: Path) -> bytes:
    if not log.exists():
        return b""
    with log.open("rb") as file:
        return file.read(_HEAD)


def _overwrite(log: Path) -> None:
    """Only what is not zero already: a log of some megabytes is mostly that."""
    with open(os.open(log, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as file:
        if any(file.read(_HEAD)):
            os.pwrite(file.fileno(), bytes(_HEAD), 0)
            os.fsync(file.fileno())
        size = file.seek(0, os.SEEK_END)
        for begin in range(0, max(size, GROWN), _BLOCK):
            nothing = bytes(_BLOCK)
            if os.pread(file.fileno(), _BLOCK, begin) != nothing:
                os.pwrite(file.fileno(), nothing, begin)
