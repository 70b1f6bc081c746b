"""The stores in a dead kiosk's folder: found by their recovery files, read from copies, never changed.

What is read is the contract's (tests/contract/store/outbox.json): a kiosk may be older or newer than this.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlcipher3 import dbapi2

from crm.recovery import keys

#: Higher streams first; one that a newer kiosk has comes behind them.
STREAMS = ("money", "cases", "feedback", "telemetry")
_FIELDS = ("id", "stream", "seq", "kind", "v", "at", "tz", "body", "body_hash")
_ROW = "SELECT id, stream, seq, kind, version, at, tz, body, body_hash FROM outbox WHERE n = ?"
_OWED = "SELECT n, stream FROM outbox WHERE state IN ('waiting', 'parked') ORDER BY seq"
_SUFFIX = ".recovery"


class Unreadable(ValueError):
    """This store cannot be opened. The message names it, the reason and the way on."""


@dataclass(frozen=True, slots=True)
class Left:
    """A store that somebody left behind. `key`: its 64 hexadecimal digits."""

    file: Path
    kiosk: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a store still owes: each record as it would have come over the line, or None for one that is damaged."""

    epoch: str
    records: Iterator[tuple[str, dict[str, Any] | None]]


def found_in(folder: Path, reader: X25519PrivateKey) -> list[Left]:
    """Every store with a recovery file beside it; those set aside come first. Raises Unreadable."""
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    left = [_left(file, reader) for file in files if file.with_suffix("").exists()]
    if not left:
        raise Unreadable(
            f"{folder} holds no store: it takes kiosk.db, kiosk.db-wal if there, and kiosk.db{_SUFFIX}"
        )
    return left


def _left(file: Path, reader: X25519PrivateKey) -> Left:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        kiosk, meant, sealed = str(said["kiosk"]), str(said["for"]), str(said["sealed"])
    except (ValueError, KeyError, TypeError):
        raise Unreadable(
            f"{file.name} is damaged; the kiosk's own key file opens the store: --store-key FILE"
        ) from None
    if not meant:
        raise Unreadable(
            f"{file.name}: the kiosk had no recovery key; its own key file opens it: --store-key FILE"
        )
    if meant != reader.public_key().public_bytes_raw().hex():
        raise Unreadable(f"{file.name} is for another recovery key than the one given")
    try:
        return Left(file.with_suffix(""), kiosk, keys.unseal(reader, kiosk, sealed))
    except keys.NotOurs as wrong:
        raise Unreadable(f"{file.name}: {wrong}") from None


def with_key(folder: Path, kiosk: str, file: Path) -> list[Left]:
    """The store in `folder` by the kiosk's own key `file`. Raises Unreadable, OSError."""
    key = file.read_text(encoding="ascii", errors="replace").strip()
    store = folder / "kiosk.db"
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        raise Unreadable(f"{file} holds no key of 64 hexadecimal digits")
    if not store.exists():
        raise Unreadable(f"{store} is not there")
    return [Left(store, kiosk, key)]


@contextmanager
def opened(left: Left) -> Iterator[Owed]:
    """Reads a copy, so that the store may be read again, or be a kiosk's again. Raises Unreadable."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store.db"
        for suffix in ("", "-wal"):
            if (part := left.file.with_name(left.file.name + suffix)).exists():
                shutil.copyfile(part, copy.with_name(copy.name + suffix))
        with closing(dbapi2.connect(copy, isolation_level=None)) as db:
            db.execute("PRAGMA cipher_log_level=NONE")
            db.execute(f"PRAGMA key=\"x'{left.key}'\"")
            try:
                [epoch] = db.execute("SELECT id FROM epoch ORDER BY began_at DESC LIMIT 1").fetchone()
                owed = db.execute(_OWED).fetchall()
            except (dbapi2.Error, TypeError):
                raise Unreadable(f"{left.file.name} is damaged, or has another key than beside it") from None
            yield Owed(str(epoch), _records(db, owed))


def _records(db: Any, owed: list[tuple[int, str]]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """By stream, in its order."""
    for n, stream in sorted(owed, key=lambda each: _rank(each[1])):
        try:
            row = dict(zip(_FIELDS, db.execute(_ROW, (n,)).fetchone(), strict=True))
            yield stream, {**row, "body": json.loads(row["body"])}
        except (dbapi2.Error, TypeError, ValueError, RecursionError):
            yield stream, None


def _rank(stream: str) -> int:
    return STREAMS.index(stream) if stream in STREAMS else len(STREAMS)
