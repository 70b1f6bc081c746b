"""What the centre must hear: four streams, each in its own order, until the centre has it.

Records come in by `enqueue` (queue.py). The pause between two tries belongs to the pusher; here is only what is owed.
Money whose record or rows do not hold stays here, parked (seals.py). What the centre has is deleted, from the
write-ahead log too, and only counted: no question costs more for what waits, and none for what ever was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.health import QueueCounts
from kiosk.domain.upkeep import PARKED_SHOWN, Parked, QueueReport, StreamCount
from kiosk.ports import Answer, Record
from kiosk.storage import blocked
from kiosk.storage.blocked import CAUSE, alarm
from kiosk.storage.canon import moment_of
from kiosk.storage.database import Store
from kiosk.storage.epochs import STREAMS
from kiosk.storage.offline import offline_open
from kiosk.storage.postings import note_posting
from kiosk.storage.queue import MONEY
from kiosk.storage.seals import Broken, wrong_with_record

#: While a long queue drains, so many batches share one emptying of the log; behind the last one it is done at once.
TOGETHER = 8
#: The centre's reasons are codes; a long text from outside is cut.
LONGEST_REASON = 200

_RECORD = "id, stream, seq, kind, version, at, tz, body, body_hash, reference"
#: What is asked again and again: each by an index, none by the length of the queue (test_cost.py).
DUE = f"SELECT {_RECORD} FROM outbox WHERE state = 'waiting' AND stream = ? ORDER BY seq LIMIT ?"
FIRST = "SELECT at FROM outbox WHERE state = 'waiting' AND stream = ? ORDER BY seq LIMIT 1"
PARKED = (
    "SELECT id, stream, seq, kind, reference, at, reason, attempts FROM outbox INDEXED BY outbox_parked"
    " WHERE state = 'parked' ORDER BY n LIMIT ?"
)


class SqliteOutbox:
    """The Outbox port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone
        self._loose = 0
        self._asked = False

    def due(self, limit: int, now: datetime) -> list[Record]:
        """The next `limit` waiting records; parked ones do not hold up those behind them."""
        if self._loose and self._asked:  # and nothing was settled since: the line went in the middle of it
            self._tidy()
        self._asked = True
        while True:
            records, broken = self._due(limit)
            if not broken:
                return records
            self._hold_back(broken, now)

    def _due(self, limit: int) -> tuple[list[Record], dict[str, Broken]]:
        """What is next, and what of it is money that may not go out."""
        records: list[Record] = []
        with self._store.read() as db:
            for stream in STREAMS:
                rows = db.execute(DUE, (stream, limit - len(records)))
                records.extend(Record(*row) for row in rows)
            money = [record for record in records if record.stream == MONEY]
            return records, {record.id: wrong for record in money if (wrong := _wrong_with(db, record))}

    def _hold_back(self, broken: Mapping[str, Broken], now: datetime) -> None:
        """Those are parked, with their alarm; nothing else waits for them."""
        with self._store.write(finishing=True) as db:
            for record in broken:
                _park(db, Answer(record, "refused", CAUSE))
            alarm(db, self._zone, broken.values(), now)

    def settle(self, answers: Sequence[Answer], now: datetime) -> list[str]:
        """Ticks off what the centre has, parks what it refused; an unknown verdict or id changes nothing."""
        references: list[str] = []
        with self._store.write(finishing=True) as db:
            for answer in answers:
                match answer.verdict:
                    case "stored" | "duplicate":
                        if answer.posting is not None:
                            note_posting(db, answer.id, answer.posting, now)
                        references.extend(_deliver(db, answer.id))
                    case "refused":
                        _park(db, answer)
            more = any(each.waiting for each in _streams(db))
        self._loose += 1
        self._asked = False
        if not more or self._loose >= TOGETHER:
            self._tidy()
        return references

    def _tidy(self) -> None:
        """What was erased goes out of the write-ahead log too."""
        if self._store.scrub():
            self._loose = 0

    def counts(self) -> QueueCounts:
        with self._store.read() as db:
            streams = _streams(db)
            delivered = db.execute("SELECT sum(delivered) FROM stream_head").fetchone()[0]
            stopped = blocked.count(db)
            offline, since = offline_open(db, self._zone)
        begun = [each.oldest_at for each in streams if each.oldest_at]
        return QueueCounts(
            waiting=sum(each.waiting for each in streams),
            parked=sum(each.parked for each in streams),
            delivered=delivered or 0,
            oldest_at=moment_of(min(begun), self._zone) if begun else None,
            blocked=stopped,
            offline=offline,
            offline_since=since,
        )

    def report(self) -> QueueReport:
        """Every stream with what waits and what is parked in it; nothing of what is in the records."""
        with self._store.read() as db:
            streams = tuple(
                StreamCount(stream, waiting, parked, moment_of(at, self._zone) if at else None)
                for stream, waiting, parked, at in _streams(db)
            )
        return QueueReport(streams, tuple(self.parked(PARKED_SHOWN)))

    def retry_all(self) -> int:
        """Puts every parked record back in its place; how many."""
        with self._store.write(finishing=True) as db:
            return _put_back(db, "state = 'parked'", ())

    def parked(self, most: int = -1) -> list[Parked]:
        """What waits for a person, oldest first; `most` of them."""
        with self._store.read() as db:
            rows = db.query(PARKED, (most,))
            return [Parked(**{**row, "at": moment_of(row["at"], self._zone)}) for row in rows]

    def retry(self, record_id: str) -> bool:
        """Puts a parked record back in its place. False: it is not parked."""
        with self._store.write(finishing=True) as db:
            return _put_back(db, "id = ? AND state = 'parked'", (record_id,)) == 1


def _wrong_with(db: Database, record: Record) -> Broken | None:
    return wrong_with_record(db, record.id, record.kind, record.at, record.body, record.body_hash)


class _Stream(NamedTuple):
    """One stream's figures; `oldest_at` is of the first that waits, as it is written."""

    stream: str
    waiting: int
    parked: int
    oldest_at: str | None


def _streams(db: Database) -> list[_Stream]:
    """Out of the heads, which count along."""
    counted = {row[0]: row[1:] for row in db.execute("SELECT stream, waiting, parked FROM stream_head")}
    found = []
    for stream in STREAMS:
        waiting, parked = counted.get(stream, (0, 0))
        first = db.execute(FIRST, (stream,)).fetchone()
        found.append(_Stream(stream, waiting, parked, first[0] if first else None))
    return found


def _deliver(db: Database, record_id: str) -> list[str]:
    """Deletes and counts the record; returns its reference if it has one and was not delivered before."""
    gone = db.execute(
        "DELETE FROM outbox WHERE id = ? RETURNING stream, reference, state", (record_id,)
    ).fetchall()
    for stream, _, state in gone:
        db.execute(
            f"UPDATE stream_head SET delivered = delivered + 1, {state} = {state} - 1 WHERE stream = ?",
            (stream,),
        )
    return [reference for _, reference, _ in gone if reference]


def _park(db: Database, answer: Answer) -> None:
    parked = db.execute(
        "UPDATE outbox SET state = 'parked', reason = ?, attempts = attempts + 1"
        " WHERE id = ? AND state = 'waiting' RETURNING stream",
        (answer.reason[:LONGEST_REASON], answer.id),
    )
    _count_parked(db, parked.fetchall(), 1)


def _put_back(db: Database, which: str, values: Sequence[str]) -> int:
    """How many parked records wait again."""
    changed = db.execute(
        f"UPDATE outbox SET state = 'waiting', reason = '' WHERE {which} RETURNING stream", values
    ).fetchall()
    _count_parked(db, changed, -1)
    return len(changed)


def _count_parked(db: Database, streams: Sequence[tuple[str]], sign: int) -> None:
    for (stream,), count in Counter(streams).items():
        more = sign * count
        db.execute(
            "UPDATE stream_head SET parked = parked + ?, waiting = waiting - ? WHERE stream = ?",
            (more, more, stream),
        )
