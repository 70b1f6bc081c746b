"""The write-ahead log, emptied and grown again at once.

A log that grows as it is written makes every flush also write where the file's new blocks are, which takes a tenth to a
half longer. So behind an emptied log zeros are laid out, while nobody else may write: the engine takes them for no log.
What was in it is cut off by the engine itself. To overwrite it in place would keep its blocks, but a reader that comes
between can keep the engine from beginning the log anew, and then the next commit would stand in a log without its head.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from kiosk.storage.engine import Database

#: Room for some requests; a longer log grows by itself.
GROWN = 1 << 18


def empty(db: Database, path: Path) -> bool:
    """Puts the log of the store at `path` into the store. False: somebody reads or writes just now.

    Raises sqlite3.Error.
    """
    if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        return False
    db.conn.execute("BEGIN IMMEDIATE")  # nobody writes meanwhile
    try:
        _grow(path.with_name(f"{path.name}-wal"))
    finally:
        db.rollback()
    return True


def _grow(log: Path) -> None:
    # On a full disk it stays as it is.
    with contextlib.suppress(OSError), log.open("r+b", buffering=0) as file:
        if not file.seek(0, 2):
            file.write(bytes(GROWN))
