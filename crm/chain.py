"""The chains over the audit list: each line carries the hash of itself and of the line before.

The centre's own lines are one chain, those of a kiosk another, so that kiosks do not wait for one another. A line is
sealed at the end of the transaction that wrote it, while its chain's head is held: so the order of a chain is that of the
commits, on SQLite and PostgreSQL alike, and nobody waits longer than a commit takes. An edited, removed, inserted
or reordered line breaks its chain at its place; a tail cut off no longer fits the head. Whoever can rewrite lines, chains
and heads all at once is found by a seal noted elsewhere (`python -m crm verify-audit` prints it).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm.schema import AuditHead, AuditLine

#: What stands before the first line.
ROOT = "0" * 64
#: The centre's own chain; a kiosk's has its id.
OWN = ""
#: Lines read at a time when the whole list is looked at.
BATCH = 1000

_READ_END = text("SELECT seq, hash FROM audit_heads WHERE chain = :chain")
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
    """Gives every new line of this transaction its place. The last act before a commit: heads are held shortly.

    In the order of their names, so that two who write lines of the same chains do not wait for each other.
    """
    lines = [line for line in session.info.pop(_UNSEALED, []) if line in session]
    if not lines:
        return
    session.flush()
    for chain, of_one in groupby(
        sorted(lines, key=lambda line: (line.chain, line.id)), lambda line: line.chain
    ):
        _seal(head(session, chain), list(of_one))


def _seal(head: AuditHead, lines: Sequence[AuditLine]) -> None:
    for line in lines:
        line.seq = head.seq = head.seq + 1
        line.hash = head.hash = link(head.hash, line)


def link(previous: str, line: Told) -> str:
    """The hash of `line` behind a line whose hash is `previous`: SHA-256 in hex over canonical JSON."""
    told = [previous, line.seq, as_hashed(line.at), line.who, line.what, line.subject, line.detail]
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def as_hashed(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def head(session: Session, chain: str) -> AuditHead:
    """The end of a chain, held until the commit; that of a new one is begun. A kiosk's is begun by one at a time,
    because whoever writes about a kiosk holds the kiosk."""
    known = session.get(AuditHead, chain, with_for_update=True, populate_existing=True)
    if known is None:
        known = AuditHead(chain=chain, seq=0, hash=ROOT)
        session.add(known)
        session.flush()
    return known


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends."""

    seq: int
    hash: str


def end_of(session: Session, chain: str) -> End:
    """The end of a kiosk's chain. Whoever asks holds the kiosk, and with it its chain."""
    found = session.connection().execute(_READ_END, {"chain": chain}).one_or_none()
    return End(*found) if found else End(0, ROOT)


def upcoming(session: Session, chain: str) -> int:
    """A number that is greater than those asked for before each line of this chain that was written since. Whoever asks
    holds the kiosk."""
    waiting = [line for line in session.info.get(_UNSEALED, ()) if line.chain == chain and line in session]
    return end_of(session, chain).seq + len(waiting) + 1


def end(session: Session) -> tuple[int, str]:
    """How many lines were sealed in all chains, and one hash over all their ends."""
    ends = session.execute(
        select(AuditHead.chain, AuditHead.seq, AuditHead.hash).order_by(AuditHead.chain)
    ).all()
    told = json.dumps([list(each) for each in ends], separators=(",", ":"))
    return sum(seq for _, seq, _ in ends), hashlib.sha256(told.encode()).hexdigest()


def breaks(session: Session) -> Iterator[str]:
    """One sentence for each place where a chain does not hold."""
    heads = {each.chain: each for each in session.scalars(select(AuditHead))}
    chains = select(AuditLine.chain).where(AuditLine.seq.is_not(None)).distinct()
    for chain in sorted({*heads, *session.scalars(chains)}):
        yield from _breaks(session, chain, heads.get(chain))
    unsealed = session.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.seq.is_(None)))
    if unsealed:
        yield f"{unsealed} lines were never sealed"


def _breaks(session: Session, chain: str, head: AuditHead | None) -> Iterator[str]:
    of = f" of {chain}" if chain else ""
    expected, previous = 0, ROOT
    lines = (
        select(AuditLine).where(AuditLine.chain == chain, AuditLine.seq.is_not(None)).order_by(AuditLine.seq)
    )
    for line in session.scalars(lines.execution_options(yield_per=BATCH)):
        assert line.seq is not None
        if line.seq != expected + 1:
            yield f"line {expected + 1}{of} is missing: line {line.seq} follows"
        elif line.hash != link(previous, line):
            yield f"line {line.seq}{of} was changed, or the line before it was"
        expected, previous = line.seq, line.hash
    sealed = (head.seq, head.hash) if head else (0, ROOT)
    if (expected, previous) != sealed:
        yield f"the end{of} does not fit: {sealed[0]} lines were sealed, the last one here is {expected}"
