"""One line of a kiosk's audit chain for all records of a batch: it vouches for each of them.

What kiosks tell is kept as records and nowhere twice; the audit page lists their audit records beside the centre's own
lines. So that none can be changed, removed or added later, each batch that is stored leaves a line `records.taken` in the
kiosk's chain, with the number of its records and one hash over them. A record knows its line by `batch`, a number that
each kiosk's batches have to themselves. What the hash covers is said in `digest`; the express way computes the same in
SQL (express.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from pydantic import AwareDatetime, TypeAdapter
from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from crm import audit, chain
from crm.intake.bodies import body_hash
from crm.intake.retention import KEPT
from crm.schema import AuditLine, Kiosk, Record

TAKEN = "records.taken"
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = TypeAdapter(AwareDatetime)


@dataclass(frozen=True, slots=True, order=True)
class Sealed:
    """What the hash covers of a record, in the order that it is sorted by. `at`: microseconds since 1970."""

    stream: str
    seq: int
    id: str
    kind: str
    version: int
    at: int
    tz: str
    body_hash: str


def of_raw(raw: Any, id: str) -> Sealed:
    """A record as it came and passed; `id` as it is kept."""
    at = micros(_MOMENT.validate_python(raw["at"]))
    return Sealed(raw["stream"], raw["seq"], id, raw["kind"], raw["v"], at, raw["tz"], raw["body_hash"])


def of_row(row: Record, text: str) -> Sealed:
    """A record as it is kept; the hash of the body is made anew, of its `text` if that is what was hashed."""
    whole = hashlib.sha256(text.encode()).hexdigest() == row.body_hash
    made = row.body_hash if whole else body_hash(row.body)
    return Sealed(row.stream, row.seq, row.id, row.kind, row.version, micros(row.occurred_at), row.tz, made)


def digest(records: Iterable[Sealed]) -> str:
    """SHA-256 in hex over a line for each record, sorted: `stream seq id kind version at tz hash`, the zone in hex."""
    lines = (
        f"{r.stream} {r.seq} {r.id} {r.kind} {r.version} {r.at} {r.tz.encode().hex()} {r.body_hash}\n"
        for r in sorted(records)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def micros(moment: datetime) -> int:
    return (moment - _BEGAN) // timedelta(microseconds=1)


def seal(
    session: Session, kiosk: str, epoch: str, batch: int, stored: Sequence[Sealed], now: datetime
) -> None:
    """The line for these, if there are any. The kiosk is held."""
    if stored:
        detail = {"batch": batch, "count": len(stored), "digest": digest(stored), "epoch": epoch}
        audit.note(session, now, kiosk, TAKEN, detail=detail, chain=kiosk)


def breaks(session: Session, now: datetime) -> Iterator[str]:
    """One sentence for each batch whose records are not those that were taken.

    A batch of which some records had their time (retention.py) cannot be looked at any more.
    """
    for kiosk in session.scalars(select(Kiosk.id).order_by(Kiosk.id)).all():
        yield from _breaks(session, kiosk, now - KEPT)


def _breaks(session: Session, kiosk: str, before: datetime) -> Iterator[str]:
    lines = select(AuditLine).where(AuditLine.chain == kiosk, AuditLine.what == TAKEN).order_by(AuditLine.seq)
    told = {line.detail["batch"]: line for line in session.scalars(lines)}
    first = min((line.at for line in told.values()), default=None)
    rows = (
        select(Record, cast(Record.body, Text).label("text"))
        .where(Record.kiosk_id == kiosk)
        .order_by(Record.batch, Record.id)
    )
    kept = session.execute(rows.execution_options(yield_per=chain.BATCH))
    for batch, records in groupby(kept, lambda row: row[0].batch):
        line = told.pop(batch, None)
        if line is None:
            yield from _untold(kiosk, batch, [record for record, _ in records], first)
        else:
            yield from _differs(kiosk, line, [of_row(*each) for each in records], before)
    for line in told.values():
        yield from _differs(kiosk, line, [], before)


def _differs(kiosk: str, line: AuditLine, records: Sequence[Sealed], before: datetime) -> Iterator[str]:
    batch, count = line.detail["batch"], line.detail["count"]
    if len(records) < count and line.at < before:
        return
    if len(records) != count:
        yield f"batch {batch} of {kiosk} had {count} records, {len(records)} are here"
    elif digest(records) != line.detail["digest"]:
        yield f"a record of batch {batch} of {kiosk} was changed"


def _untold(
    kiosk: str, batch: int | None, records: Sequence[Record], first: datetime | None
) -> Iterator[str]:
    """Only what came before there were such lines has none."""
    if batch is not None or (first and any(record.received_at > first for record in records)):
        yield f"{len(records)} records of {kiosk} were never told by a line of the audit list"
