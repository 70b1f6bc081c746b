"""How a record comes into the queue for the centre (outbox.py): within the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.storage.canon import canonical, digest, new_id, utc_text
from kiosk.storage.engine import Database
from kiosk.storage.seals import seal_of_record

#: kind -> its stream and the version of its body.
KINDS = {
    "payment": ("money", 1),
    "reversal": ("money", 1),
    "callback": ("cases", 1),
    "cancellation": ("cases", 1),
    "rearrangement": ("cases", 1),
    "receipt_case": ("cases", 1),
    "receipt_link": ("cases", 1),
    "complaint": ("cases", 1),
    "letter": ("cases", 1),
    "fault_report": ("cases", 1),
    "application": ("cases", 1),
    "booking": ("cases", 1),
    "staff_call": ("cases", 1),
    "staff_call_end": ("cases", 1),
    "suggestion": ("feedback", 1),
    "rating": ("feedback", 1),
    "vote": ("feedback", 1),
    "unmet_search": ("feedback", 1),
    "audit": ("telemetry", 1),
    "health": ("telemetry", 1),
    "journal_totals": ("telemetry", 1),
    "day_end": ("telemetry", 1),
    "command_result": ("telemetry", 1),
}
#: The stream whose records are sealed: a changed amount is never posted.
MONEY = "money"

_APPEND = (
    "INSERT INTO outbox (id, stream, seq, kind, version, at, tz, body, body_hash, reference, seal, state)"
    " VALUES (?, ?, (SELECT seq + 1 FROM stream_head WHERE stream = ?), ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')"
)
_COUNT = "UPDATE stream_head SET seq = seq + 1, waiting = waiting + 1 WHERE stream = ?"


def enqueue(
    db: Database,
    zone: ZoneInfo,
    kind: str,
    body: Mapping[str, object],
    at: datetime,
    *,
    reference: str = "",
    record_id: str = "",
) -> str:
    """Appends one record to its stream within the caller's transaction; returns its id."""
    stream, version = KINDS[kind]
    text, moment = canonical(body), utc_text(at)
    record_id, body_hash = record_id or new_id(), digest(text)
    seal = seal_of_record(db, record_id, kind, moment, body_hash) if stream == MONEY else ""
    row = (record_id, stream, stream, kind, version, moment, zone.key, text, body_hash, reference, seal)
    db.conn.execute(_APPEND, row)
    # The next number is taken, from 1, without gaps: it is given back when the transaction is.
    db.conn.execute(_COUNT, (stream,))
    return record_id
