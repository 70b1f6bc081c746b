"""The audit chain: each line carries a keyed hash over the line before and its own body's hash.

Without the store's key nobody makes a line, nor the chain anew. Lines from before the chain was keyed are plain hashes up
to a line `audit.keyed`, which vouches for them as they were found then; behind it no line is plain, and so the last
one never is. `breaks` finds an edited, removed or reordered line, a tail cut off, and another beginning than the one to
which old lines were pruned (retention.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from kiosk.domain.audit import Kind
from kiosk.domain.reference import ALPHABET
from kiosk.storage.canon import canonical, digest, utc_text
from kiosk.storage.engine import Database, append
from kiosk.storage.keyed import AUDIT, keyed

#: What stands before the first line.
ROOT = "0" * 64

#: The next line's number, and the hash of the last one there is.
_NEXT = """
    SELECT seq + 1, coalesce(
        (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), (SELECT audit_hash FROM horizon)
    ) FROM stream_head WHERE stream = 'audit'
"""
_LINES = "SELECT seq, at, kind, fields, body_hash, previous, hash FROM audit ORDER BY seq"


LAST = "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
_LENGTH = 8


class Broken(NamedTuple):
    """A place where the chain does not hold: the line's number, and a sentence."""

    line: int
    sentence: str


class _Line(NamedTuple):
    seq: int
    at: str
    kind: str
    fields: str
    body_hash: str
    previous: str
    hash: str


def add_line(db: Database, kind: Kind, fields: Mapping[str, str], now: datetime) -> str:
    """Appends one line within the caller's transaction; returns the chain's head."""
    seq, previous = db.execute(_NEXT).fetchone()
    db.execute("UPDATE stream_head SET seq = seq + 1 WHERE stream = 'audit'")
    at = utc_text(now)
    body_hash = _body_hash(at, kind.value, fields)
    chain = _link(db, previous, body_hash)
    line = _Line(seq, at, kind.value, canonical(fields), body_hash, previous, chain)
    append(db, "audit", line._asdict())
    return chain


def begin_keyed(db: Database, now: datetime) -> None:
    """The line from which on a chain that is there already is keyed."""
    if db.execute(_NEXT).fetchone()[0] > 1:
        add_line(db, Kind.AUDIT_KEYED, {}, now)


def breaks(db: Database) -> Iterator[Broken]:
    """Each place where the chain does not hold, in its order."""
    beginning = db.execute("SELECT audit_seq, audit_hash FROM horizon").fetchone()
    expected, previous = beginning
    said: tuple[object, object] = (0, ROOT)
    plain = True
    for line in map(_Line._make, db.execute(_LINES)):
        expected += 1
        if line.seq != expected:
            yield Broken(expected, f"line {expected} is missing: line {line.seq} follows")
            expected = line.seq
        if _told(line) != line.body_hash:
            yield Broken(line.seq, f"line {line.seq} was edited: its body does not fit its hash")
        keyed_here = line.hash == _link(db, line.previous, line.body_hash)
        linked = keyed_here or (plain and line.hash == _plain_link(line))
        if line.previous != previous or not linked:
            yield Broken(line.seq, f"line {line.seq} does not follow on the line before")
        if line.kind == Kind.AUDIT_PRUNED:
            said = _said(line)
        plain, previous = plain and not keyed_here, line.hash
    if plain and expected != beginning[0]:
        yield Broken(expected, f"the end is not keyed: line {expected} was written without the key")
    if beginning != said:
        place = f"it is behind line {beginning[0]}, the chain itself says {said[0]}"
        yield Broken(beginning[0], f"the beginning was moved: {place}")
    written = db.execute("SELECT seq FROM stream_head WHERE stream = 'audit'").fetchone()
    if written and written[0] != expected:
        place = f"{written[0]} lines were written, the last one here is {expected}"
        yield Broken(expected + 1, f"the end is cut off: {place}")


def short_of(digest: str) -> str:
    """Eight characters of a hash, without look-alikes, to be read out and typed: some 39 bits of it."""
    number, found = int(digest, 16), ""
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return f"{found[:4]}-{found[4:]}"


def head(db: Database) -> str:
    """The end of the chain as it stands on paper; empty: no line was ever written."""
    last = db.execute(LAST).fetchone()
    return f"{last[0]} {short_of(last[1])}" if last else ""


def _said(line: _Line) -> tuple[object, object]:
    try:
        fields = json.loads(line.fields)
        return int(fields["through"]), fields["chain"]
    except (ValueError, TypeError, KeyError):
        return 0, ""


def _told(line: _Line) -> str:
    """The hash of what a line says now; nothing, where that is no JSON any more."""
    try:
        return _body_hash(line.at, line.kind, json.loads(line.fields))
    except (ValueError, TypeError):
        return ""


def _body_hash(at: str, kind: str, fields: Mapping[str, str]) -> str:
    return digest(canonical({"at": at, "kind": kind, "fields": dict(fields)}))


def _link(db: Database, previous: str, body_hash: str) -> str:
    return keyed(db, AUDIT, previous + body_hash)


def _plain_link(line: _Line) -> str:
    """As it was before the chain was keyed."""
    return digest(line.previous + line.body_hash)
