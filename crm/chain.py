"""The chain over the audit list: each line carries the hash of itself and of the line before.

A line is sealed at the end of the transaction that wrote it, while the head is held: so the order of the chain is that of
the commits, on SQLite and PostgreSQL alike, and nobody waits longer than a commit takes. An edited, removed, inserted
or reordered line breaks the chain at its place; a tail cut off no longer fits the head. Whoever can rewrite lines, chain
and head all at once is found by a head noted elsewhere (`python -m crm verify-audit` prints it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.schema import AuditHead, AuditLine

#: What stands before the first line.
ROOT = "0" * 64
HEAD = 1
#: Lines read at a time when the whole chain is looked at.
BATCH = 1000

_UNSEALED = "audit lines without a seal"


class Told(Protocol):
    """What of a line goes into its hash."""

    at: Any
    who: Any
    what: Any
    subject: Any
    detail: Any
    seq: Any


def owe_seal(session: Session, line: AuditLine) -> None:
    """This line is sealed when its transaction ends."""
    session.info.setdefault(_UNSEALED, []).append(line)


def seal(session: Session) -> None:
    """Gives every new line of this transaction its place. The last act before a commit: the head is held shortly."""
    lines = [line for line in session.info.pop(_UNSEALED, []) if line in session]
    if not lines:
        return
    session.flush()
    head = _head(session)
    for line in sorted(lines, key=lambda line: line.id):
        line.seq = head.seq = head.seq + 1
        line.hash = head.hash = link(head.hash, line)


def link(previous: str, line: Told) -> str:
    """The hash of `line` behind a line whose hash is `previous`: SHA-256 in hex over canonical JSON."""
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    told: list[Any] = [previous, line.seq, moment, line.who, line.what, line.subject, line.detail]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _head(session: Session) -> AuditHead:
    """The end of the chain, held until the commit."""
    return session.get_one(AuditHead, HEAD, with_for_update=True, populate_existing=True)


def end(session: Session) -> tuple[int, str]:
    """How many lines were sealed, and the last one's hash."""
    head = session.get_one(AuditHead, HEAD)
    return head.seq, head.hash


def breaks(session: Session) -> Iterator[str]:
    """One sentence for each place where the chain does not hold."""
    expected, previous = 0, ROOT
    lines = select(AuditLine).where(AuditLine.seq.is_not(None)).order_by(AuditLine.seq)
    for line in session.scalars(lines.execution_options(yield_per=BATCH)):
        assert line.seq is not None
        if line.seq != expected + 1:
            yield f"line {expected + 1} is missing: line {line.seq} follows"
        elif line.hash != link(previous, line):
            yield f"line {line.seq} was changed, or the line before it was"
        expected, previous = line.seq, line.hash
    if (expected, previous) != end(session):
        yield f"the end does not fit: {end(session)[0]} lines were sealed, the last one here is {expected}"
    unsealed = session.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.seq.is_(None)))
    if unsealed:
        yield f"{unsealed} lines were never sealed"
