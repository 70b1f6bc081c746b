"""The usual batch in one question to the database: plain records that follow straight on what came before.

A server that has just heard a kiosk knows where its audit chain and its telemetry end. One statement asks whether that
is so still, holds the kiosk, uses up the nonce, stores records and lines and moves both ends; it is a transaction by
itself. If anything is otherwise (another server heard the kiosk meanwhile, a record was here before, the key is another),
it does nothing, and the batch goes the careful way. PostgreSQL only: there each question is a way to another process.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm import bulk, chain
from crm.database import Database
from crm.intake import plain
from crm.intake.records import Answer, Sender
from crm.intake.refusals import Verdict
from crm.kiosks import fleet, quality, staff_calls
from crm.kiosks.registry import Signed

log = logging.getLogger(__name__)

STREAM = "telemetry"
#: Kiosks whose ends are remembered.
MOST = 20_000

_READ = text(
    "SELECT h.seq, h.hash, p.through FROM audit_heads h JOIN stream_positions p ON p.kiosk_id = h.chain"
    " WHERE h.chain = :kiosk AND p.epoch = :epoch AND p.stream = :stream AND p.through = p.highest"
)
# Everything that is read to decide is locked, so that whoever waited for another sees what that one left. Open commands
# and calls for staff want more of an answer than this way gives.
_TAKE = text(f"""
    WITH door AS (
        SELECT k.id AS kiosk, p.epoch AS epoch, CAST(:now AS timestamptz) AS now
        FROM kiosks k JOIN audit_heads h ON h.chain = k.id JOIN stream_positions p ON p.kiosk_id = k.id
        WHERE k.id = :kiosk AND k.public_key = :public_key AND k.revoked_at IS NULL
        AND k.last_seen_at > CAST(:silent AS timestamptz)
        AND h.seq = :old_seq AND h.hash = :old_hash
        AND p.epoch = :epoch AND p.stream = :stream AND p.through = :old_through AND p.highest = :old_through
        AND NOT EXISTS (
            SELECT 1 FROM kiosk_commands c WHERE c.kiosk_id = k.id AND c.state IN ('queued', 'delivered'))
        AND NOT EXISTS (
            SELECT 1 FROM staff_calls s
            WHERE s.kiosk_id = k.id AND s.ended_at IS NULL AND s.called_at > CAST(:standing AS timestamptz))
        FOR NO KEY UPDATE OF k, h, p
    ), used AS (
        INSERT INTO nonces (kiosk_id, nonce, seen_at) SELECT kiosk, :nonce, now FROM door
    ), heard AS (
        UPDATE kiosks SET last_seen_at = door.now FROM door
        WHERE id = door.kiosk AND last_seen_at < CAST(:lately AS timestamptz)
    ), stored AS (
        {plain.into_records("door, " + bulk.on_postgresql("records", plain.RECORD), "kiosk", "epoch", "now")}
    ), told AS (
        {plain.into_audit("door, " + bulk.on_postgresql("lines", plain.LINE), "kiosk")}
    ), sealed AS (
        UPDATE audit_heads SET seq = :new_seq, hash = :new_hash FROM door WHERE chain = door.kiosk
    ), good AS (
        INSERT INTO quality_days (kiosk_id, day, taken, refused, late, missing, mismatched, id_reused, seq_reused)
        SELECT kiosk, CAST(:day AS date), CAST(:taken AS integer), 0, 0, 0, 0, 0, 0 FROM door
        ON CONFLICT (kiosk_id, day) DO UPDATE SET taken = quality_days.taken + excluded.taken
    ), counted AS (
        UPDATE stream_positions p SET through = :new_through, highest = :new_through FROM door
        WHERE p.kiosk_id = door.kiosk AND p.epoch = door.epoch AND p.stream = :stream
    )
    SELECT p.stream, p.through FROM door JOIN stream_positions p ON p.kiosk_id = door.kiosk AND p.epoch = door.epoch
    ORDER BY p.stream
""")


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where a kiosk's audit chain ends, and its telemetry."""

    chain: chain.End
    through: int


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer for each record, and how far each stream came."""

    answers: list[Answer]
    through: dict[str, int]


@dataclass(slots=True)
class Express:
    """One server's memory of where its kiosks are."""

    _ends: dict[Sender, _Ends] = field(default_factory=dict)

    def take(
        self,
        database: Database,
        signed: Signed,
        sender: Sender,
        raw: Sequence[Any],
        now: datetime,
        day: date | None = None,
    ) -> Taken | None:
        """None: nothing was done, and this batch wants more care. `day`: the centre's (None: UTC's)."""
        if not database.is_postgresql:
            return None
        batch = [one for each in raw if (one := plain.ready(each))]
        if len(batch) != len(raw):
            return None
        if any(now - one.said["at"] > quality.NEVER_LATE for one in batch):
            return None
        old = self._ends.pop(sender, None) or _read(database, sender)
        if old is None or [one.said["seq"] for one in batch] != _following(old.through, len(batch)):
            return None
        lines, end = plain.audit_lines(old.chain, sender.kiosk, [one.said for one in batch])
        new = _Ends(end, old.through + len(batch))
        asked = _asked(signed, sender, old, new, now) | {"records": plain.rows(batch), "lines": lines}
        asked |= {"day": day or now.date(), "taken": len(batch)}
        through = _take(database, asked)
        if not through:
            return None
        if len(self._ends) < MOST:
            self._ends[sender] = new
        answers = [Answer(one.said["id"], Verdict.STORED) for one in batch]
        return Taken(answers, through | {STREAM: new.through})


def _read(database: Database, sender: Sender) -> _Ends | None:
    with database.at_once() as connection:
        row = connection.execute(_READ, {**asdict(sender), "stream": STREAM}).one_or_none()
    return _Ends(chain.End(row.seq, row.hash), row.through) if row else None


def _take(database: Database, asked: dict[str, Any]) -> dict[str, int]:
    """How far each stream was before; empty: nothing was done."""
    try:
        with database.at_once() as connection:
            return {row.stream: row.through for row in connection.execute(_TAKE, asked)}
    except DBAPIError as failed:  # a record or the nonce was here before, or something does not fit
        log.info("a batch of %s wants more care: %s", asked["kiosk"], type(failed).__name__)
        return {}


def _asked(signed: Signed, sender: Sender, old: _Ends, new: _Ends, now: datetime) -> dict[str, Any]:
    return {
        **asdict(sender),
        "stream": STREAM,
        "public_key": signed.public_key,
        "nonce": signed.nonce,
        "now": now,
        "silent": now - fleet.SHORTEST_SILENCE,
        "lately": now - fleet.NO_SILENCE,
        "standing": now - staff_calls.STANDING,
        "old_seq": old.chain.seq,
        "old_hash": old.chain.hash,
        "old_through": old.through,
        "new_seq": new.chain.seq,
        "new_hash": new.chain.hash,
        "new_through": new.through,
    }


def _following(through: int, count: int) -> list[int]:
    return list(range(through + 1, through + 1 + count))
