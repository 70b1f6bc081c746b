"""The engine: SQLCipher beneath sqlite-utils. A store is opened here and nowhere else."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from kiosk.storage.key import StoreKey

__all__ = ["PAGE", "Database", "append", "connect", "is_damage", "is_sound", "name_of", "sqlite3"]

if sqlite3 is not sqlcipher3:
    raise ImportError("import kiosk.storage before sqlite_utils: it chooses the engine")

PAGE = 4096
_DAMAGED = {sqlcipher3.SQLITE_CORRUPT, sqlcipher3.SQLITE_NOTADB}
#: The cipher keeps a fault of the disk in mind and answers everything with it until it is opened anew.
_BREAKING = {*_DAMAGED, sqlcipher3.SQLITE_IOERR, sqlcipher3.SQLITE_NOMEM}


def connect(path: Path, key: StoreKey | None, busy_seconds: float = 3.0) -> Database:
    """A connection to the store at `path`; with None to a plain file. The first question shows whether the key fits."""
    connection = sqlite3.connect(str(path))
    connection.execute(
        "PRAGMA cipher_log_level=NONE"
    )  # else it writes to stderr; we tell what is wrong ourselves
    if key is not None:
        connection.execute(f'PRAGMA key="{key.literal}"')
    connection.execute(f"PRAGMA busy_timeout={round(busy_seconds * 1000)}")
    return Database(connection, execute_plugins=False)


def append(db: Database, table: str, row: Mapping[str, object]) -> int:
    """Adds one row within the caller's transaction; returns its number.

    `Table.insert` puts a savepoint of a new name around each row, which costs more than the row.
    """
    return db.execute(_insertion(table, tuple(row)), tuple(row.values())).lastrowid or 0


@functools.cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def is_sound(db: Database) -> bool:
    """Reads all of it. Raises sqlite3.DatabaseError for what cannot be read at all."""
    return [row[0] for row in db.execute("PRAGMA quick_check(1)")] == ["ok"]


def is_damage(error: Exception) -> bool:
    """Whether the file is to blame: it is damaged, or not what this key opens."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED


def is_broken(error: Exception) -> bool:
    """Whether the connection may be of no use any more."""
    return isinstance(error, MemoryError) or (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _BREAKING


def name_of(error: Exception) -> str:
    """The engine's name for it, without a word of what was to be written."""
    return str(getattr(error, "sqlite_errorname", type(error).__name__))
