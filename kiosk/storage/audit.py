"""The audit chain: each line carries the hash of the line before, over body hashes.

A line goes to the centre in the telemetry stream with the chain's head, so that a chain rewritten here no
longer fits what the centre holds. `broken_at` finds an edited, removed or reordered line, a tail cut off, and another
beginning than the one to which old lines were pruned (retention.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.upkeep import Replaced
from kiosk.storage.canon import canonical, digest, moment_of, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.outbox import enqueue

#: What stands before the first line.
ROOT = "0" * 64

#: The next line's number, and the hash of the last one there is.
_NEXT = """
    SELECT seq + 1, coalesce(
        (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), (SELECT audit_hash FROM horizon)
    ) FROM stream_head WHERE stream = 'audit'
"""
_REPLACED = """
    SELECT at, fields FROM audit WHERE kind IN ('paper.changed', 'part.changed') ORDER BY seq DESC LIMIT ?
"""


def note(db: Database, zone: ZoneInfo, entry: Entry, now: datetime) -> None:
    """Appends one line, and its record for the centre, within the caller's transaction."""
    seq, previous = db.execute(_NEXT).fetchone()
    db.execute("UPDATE stream_head SET seq = seq + 1 WHERE stream = 'audit'")
    at, fields = utc_text(now), dict(entry.fields)
    body_hash = _body_hash(at, entry.kind.value, fields)
    chain = _link(previous, body_hash)
    append(
        db,
        "audit",
        {
            "seq": seq,
            "at": at,
            "kind": entry.kind.value,
            "fields": canonical(fields),
            "body_hash": body_hash,
            "previous": previous,
            "hash": chain,
        },
    )
    enqueue(db, zone, "audit", {"kind": entry.kind.value, "fields": fields, "chain": chain}, now)


class SqliteAudit:
    """The Audit port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def write(self, entry: Entry, now: datetime) -> None:
        with self._store.write() as db:
            note(db, self._zone, entry, now)

    def replaced(self, count: int) -> tuple[Replaced, ...]:
        with self._store.read() as db:
            return tuple(self._replaced(*row) for row in db.execute(_REPLACED, (count,)))

    def _replaced(self, at: str, fields: str) -> Replaced:
        said = json.loads(fields)
        return Replaced(moment_of(at, self._zone), said.get("part", "paper"), said["by"])

    def broken_at(self) -> list[str]:
        """One sentence for each place where the chain does not hold; empty when it does."""
        with self._store.read() as db:
            return list(_breaks(db))


def _breaks(db: Database) -> Iterator[str]:
    beginning = db.execute("SELECT audit_seq, audit_hash FROM horizon").fetchone()
    expected, previous = beginning
    said: tuple[object, object] = (0, ROOT)
    for seq, at, kind, fields, body_hash, before, chain in db.execute(
        "SELECT seq, at, kind, fields, body_hash, previous, hash FROM audit ORDER BY seq"
    ):
        expected += 1
        if seq != expected:
            yield f"line {expected} is missing: line {seq} follows"
            expected = seq
        if _body_hash(at, kind, json.loads(fields)) != body_hash:
            yield f"line {seq} was edited: its body does not fit its hash"
        if before != previous or chain != _link(before, body_hash):
            yield f"line {seq} does not follow on the line before"
        if kind == Kind.AUDIT_PRUNED:
            said = _said(json.loads(fields))
        previous = chain
    if beginning != said:
        yield f"the beginning was moved: it is behind line {beginning[0]}, the chain itself says {said[0]}"
    written = db.execute("SELECT seq FROM stream_head WHERE stream = 'audit'").fetchone()
    if written and written[0] != expected:
        yield f"the end is cut off: {written[0]} lines were written, the last one here is {expected}"


def _said(fields: Mapping[str, str]) -> tuple[object, object]:
    return int(fields["through"]), fields["chain"]


def _body_hash(at: str, kind: str, fields: Mapping[str, str]) -> str:
    return digest(canonical({"at": at, "kind": kind, "fields": dict(fields)}))


def _link(previous: str, body_hash: str) -> str:
    return digest(previous + body_hash)
