"""What the centre must hear: four streams, each in its own order, until the centre has it.

`enqueue` is called inside the business transaction. The pause between two tries belongs to the pusher; here
is only what is owed. What the centre has is deleted, from the write-ahead log too, and only counted: the size of the
queue and the cost of every question follow what waits, not all that ever was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.health import QueueCounts
from kiosk.domain.upkeep import PARKED_SHOWN, Parked, QueueReport, StreamCount
from kiosk.ports import Answer, Record
from kiosk.storage.canon import canonical, digest, moment_of, new_id, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.epochs import STREAMS

#: kind -> its stream and the version of its body.
KINDS = {
    "payment": ("money", 1),
    "callback": ("cases", 1),
    "cancellation": ("cases", 1),
    "rearrangement": ("cases", 1),
    "receipt_case": ("cases", 1),
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
    "command_result": ("telemetry", 1),
}
#: The centre's reasons are codes; a long text from outside is cut.
LONGEST_REASON = 200

_RECORD = "id, stream, seq, kind, version, at, tz, body, body_hash, reference"


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
    text = canonical(body)
    record_id = record_id or new_id()
    append(
        db,
        "outbox",
        {
            "id": record_id,
            "stream": stream,
            "seq": next_seq(db, stream),
            "kind": kind,
            "version": version,
            "at": utc_text(at),
            "tz": zone.key,
            "body": text,
            "body_hash": digest(text),
            "reference": reference,
            "state": "waiting",
        },
    )
    return record_id


def next_seq(db: Database, stream: str) -> int:
    """The next number of `stream`, from 1, without gaps: it is given back when the transaction is."""
    rows = db.execute(
        "INSERT INTO stream_head (stream, seq) VALUES (?, 1)"
        " ON CONFLICT (stream) DO UPDATE SET seq = seq + 1 RETURNING seq",
        (stream,),
    )
    return int(rows.fetchall()[0][0])


class SqliteOutbox:
    """The Outbox port."""

    def __init__(self, store: Store, zone: tzinfo) -> None:
        self._store = store
        self._zone = zone

    def due(self, limit: int, now: datetime) -> list[Record]:
        """The next `limit` waiting records; parked ones do not hold up those behind them."""
        records: list[Record] = []
        with self._store.read() as db:
            for stream in STREAMS:
                rows = db.execute(
                    f"SELECT {_RECORD} FROM outbox"
                    " WHERE state = 'waiting' AND stream = ? ORDER BY seq LIMIT ?",
                    (stream, limit - len(records)),
                )
                records.extend(Record(*row) for row in rows)
        return records

    def settle(self, answers: Sequence[Answer], now: datetime) -> list[str]:
        """Ticks off what the centre has, parks what it refused; an unknown verdict or id changes nothing."""
        references: list[str] = []
        with self._store.write(finishing=True) as db:
            for answer in answers:
                match answer.verdict:
                    case "stored" | "duplicate":
                        references.extend(_deliver(db, answer.id))
                    case "refused":
                        _park(db, answer)
        self._store.scrub()
        return references

    def counts(self) -> QueueCounts:
        with self._store.read() as db:
            states: dict[str, int] = dict(
                db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
            )
            delivered = db.execute("SELECT coalesce(sum(delivered), 0) FROM stream_head").fetchone()[0]
            oldest = db.execute("SELECT min(at) FROM outbox WHERE state = 'waiting'").fetchone()[0]
        return QueueCounts(
            waiting=states.get("waiting", 0),
            parked=states.get("parked", 0),
            delivered=delivered,
            oldest_at=moment_of(oldest, self._zone) if oldest else None,
        )

    def report(self) -> QueueReport:
        """Every stream with what waits and what is parked in it; nothing of what is in the records."""
        with self._store.read() as db:
            rows = db.execute(
                "SELECT stream, sum(state = 'waiting'), sum(state = 'parked'),"
                " min(CASE state WHEN 'waiting' THEN at END)"
                " FROM outbox GROUP BY stream"
            ).fetchall()
        found = {
            stream: StreamCount(stream, waiting, parked, moment_of(at, self._zone) if at else None)
            for stream, waiting, parked, at in rows
        }
        streams = tuple(found.get(stream, StreamCount(stream)) for stream in STREAMS)
        return QueueReport(streams, tuple(self.parked()[:PARKED_SHOWN]))

    def retry_all(self) -> int:
        """Puts every parked record back in its place; how many."""
        with self._store.write(finishing=True) as db:
            changed = db.execute("UPDATE outbox SET state = 'waiting', reason = '' WHERE state = 'parked'")
            return changed.rowcount

    def parked(self) -> list[Parked]:
        """What waits for a person, oldest first."""
        with self._store.read() as db:
            rows = db.query(
                "SELECT id, stream, seq, kind, reference, at, reason, attempts"
                " FROM outbox WHERE state = 'parked' ORDER BY n"
            )
            return [Parked(**{**row, "at": moment_of(row["at"], self._zone)}) for row in rows]

    def retry(self, record_id: str) -> bool:
        """Puts a parked record back in its place. False: it is not parked."""
        with self._store.write(finishing=True) as db:
            changed = db.execute(
                "UPDATE outbox SET state = 'waiting', reason = '' WHERE id = ? AND state = 'parked'",
                (record_id,),
            )
            return changed.rowcount == 1


def _deliver(db: Database, record_id: str) -> list[str]:
    """Deletes and counts the record; returns its reference if it has one and was not delivered before."""
    row = db.execute("SELECT stream, reference FROM outbox WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        return []
    stream, reference = row
    db.execute("DELETE FROM outbox WHERE id = ?", (record_id,))
    db.execute("UPDATE stream_head SET delivered = delivered + 1 WHERE stream = ?", (stream,))
    return [reference] if reference else []


def _park(db: Database, answer: Answer) -> None:
    db.execute(
        "UPDATE outbox SET state = 'parked', reason = ?, attempts = attempts + 1"
        " WHERE id = ? AND state = 'waiting'",
        (answer.reason[:LONGEST_REASON], answer.id),
    )
