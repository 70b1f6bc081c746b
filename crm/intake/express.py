"""The usual batch in one question to the database, which reads it as it came: plain records that follow on those before.

The text of the records goes to PostgreSQL untouched, and one statement does what the careful way does: it holds the
kiosk, asks whether the key, the chain and the stream are what they were, checks every record (as narrowly as
`plain.Plain` or more so, and the hash of each body over the text that came), stores them, writes the line that vouches
for them (batch_seal.py) and uses up the nonce. It is a transaction by itself. If anything is otherwise (a record was
here before, there is a hole, something waits for the kiosk), it does nothing, and the batch goes the careful way, which
says why. PostgreSQL only: there each question is a way to another process.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm.chain import as_hashed
from crm.database import Database
from crm.intake.batch_seal import TAKEN
from crm.intake.bodies import LARGEST
from crm.kiosks import fleet, quality, staff_calls
from crm.kiosks.registry import Signed

log = logging.getLogger(__name__)

STREAM = "telemetry"
MOST = 500
#: A body without escapes whose text is short enough for each of its own is what it says, letter by letter.
LONGEST_BODY = 4000
#: A request as kiosks write it: canonical JSON (tests/contract/README.md), so that the records stand last.
_REQUEST = re.compile(
    rb'\{(?:"chain":\{"head":"(?P<head>[0-9a-f]{64})","known":(?P<known>[0-9]{1,15}),'
    rb'"line":(?P<line>[1-9][0-9]{0,14}),"was":"(?P<was>(?:[0-9a-f]{64})?)"\},)?'
    rb'"epoch":"(?P<epoch>[^"\\]{1,64})","kiosk":"(?P<kiosk>[A-Z0-9]{1,12})","records":(?P<records>\[.*\])\}',
    re.DOTALL,
)
_MOMENT = r"^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$"

_GOOD = f"""
    r.stream = '{STREAM}' AND r.kind = 'audit' AND CAST(r.v AS text) = '1'
    AND CAST(r.seq AS text) ~ '^[1-9][0-9]{{0,15}}$' AND CAST(CAST(r.seq AS text) AS bigint) <= {LARGEST}
    AND r.at ~ '{_MOMENT}' AND json_typeof(r.tz) = 'string' AND length(r.tz #>> '{{}}') <= 64
    AND length(CAST(r.body AS text)) <= {LONGEST_BODY} AND strpos(CAST(r.body AS text), chr(92)) = 0
    AND encode(sha256(convert_to(CAST(r.body AS text), 'UTF8')), 'hex') = r.body_hash
    AND jsonb_typeof(b.said -> 'kind') = 'string' AND length(b.said ->> 'kind') BETWEEN 1 AND 64
    AND NOT starts_with(b.said ->> 'kind', '{fleet.CONTENT}')
    AND coalesce(jsonb_typeof(b.said -> 'fields'), 'object') = 'object'
    AND NOT jsonb_path_exists(b.said, '$.fields.* ? (@.type() != "string")')
    AND coalesce(jsonb_typeof(b.said -> 'chain'), 'string') = 'string' AND length(b.said ->> 'chain') <= 200
"""
# A record that is not quite usual makes all of them unusual: `good` is empty or false, and nothing goes through the door.
# Everything that is read to decide is locked, so that whoever waited for another sees what that one left. Open commands
# and calls for staff want more of an answer than this way gives.
_TAKE = text(f"""
    WITH told AS MATERIALIZED (
        SELECT r.id, r.stream, CAST(CAST(r.seq AS text) AS bigint) AS seq, r.kind, CAST(r.at AS timestamptz) AS at,
            r.tz #>> '{{}}' AS tz, r.body, r.body_hash, b.said ->> 'kind' AS what, ({_GOOD}) AS good
        FROM json_to_recordset(CAST(:records AS json)) AS r(
            id uuid, stream text, seq json, kind text, v json, at text, tz json, body json, body_hash text),
        LATERAL (SELECT CAST(r.body AS jsonb) AS said OFFSET 0) AS b
    ), batch AS (
        SELECT count(*) AS count, min(seq) AS first, max(seq) AS last, count(DISTINCT seq) AS numbers,
            coalesce(bool_and(coalesce(good, false)), true) AS good, min(at) AS earliest,
            encode(sha256(convert_to(string_agg(concat_ws(' ', stream, seq, id, kind, 1,
                CAST(extract(epoch FROM at) * 1000000 AS bigint), encode(convert_to(tz, 'UTF8'), 'hex'), body_hash
            ) || chr(10), '' ORDER BY seq), 'UTF8')), 'hex') AS digest
        FROM told
    ), door AS (
        SELECT k.id AS kiosk, p.epoch AS epoch, CAST(:now AS timestamptz) AS now, h.seq + 1 AS number, h.hash AS hash,
            b.count AS count, b.digest AS digest, p.through + b.count AS through
        FROM batch b, kiosks k JOIN audit_heads h ON h.chain = k.id JOIN stream_positions p ON p.kiosk_id = k.id
        WHERE k.id = :kiosk AND k.public_key = :public_key AND k.revoked_at IS NULL
        AND k.last_seen_at > CAST(:silent AS timestamptz)
        AND p.epoch = :epoch AND p.stream = '{STREAM}' AND p.through = p.highest
        AND (b.count = 0 OR b.good AND b.count <= {MOST} AND b.numbers = b.count
            AND b.first = p.through + 1 AND b.last = p.through + b.count AND b.earliest >= CAST(:earliest AS timestamptz))
        AND (
            CAST(:line AS bigint) IS NULL AND p.chain_line = 0
            OR CAST(:line AS bigint) = p.chain_line AND CAST(:head AS text) = p.chain_hash AND p.chain_noted IS NULL
            OR CAST(:line AS bigint) > p.chain_line AND CAST(:was AS text) = p.chain_hash
                AND CAST(:known AS bigint) = p.chain_line AND p.chain_line > 0 AND p.chain_noted IS NULL
        )
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
        INSERT INTO records
            (id, kiosk_id, epoch, stream, seq, kind, version, occurred_at, tz, body, body_hash, received_at, batch, what)
        SELECT t.id, d.kiosk, d.epoch, t.stream, t.seq, t.kind, 1, t.at, t.tz, t.body, t.body_hash, d.now, d.number,
            t.what
        FROM door d, told t
    ), line AS (
        SELECT kiosk, now, number, hash, CAST(concat(
            '{{"batch":', number, ',"count":', count, ',"digest":"', digest, '","epoch":', to_json(epoch), '}}'
        ) AS json) AS detail FROM door WHERE count > 0
    ), sealed AS (
        UPDATE audit_heads h SET seq = line.number, hash = encode(sha256(convert_to(concat(
            '["', line.hash, '",', line.number, ',"', CAST(:moment AS text), '","', line.kiosk, '","{TAKEN}","",',
            line.detail, ']'), 'UTF8')), 'hex')
        FROM line WHERE h.chain = line.kiosk RETURNING h.hash
    ), noted AS (
        INSERT INTO audit (at, who, what, subject, detail, chain, seq, hash)
        SELECT line.now, line.kiosk, '{TAKEN}', '', line.detail, line.kiosk, line.number, sealed.hash FROM line, sealed
    ), quality AS (
        INSERT INTO quality_days (kiosk_id, day, taken, refused, late, missing, mismatched, id_reused, seq_reused)
        SELECT kiosk, CAST(:day AS date), count, 0, 0, 0, 0, 0, 0 FROM door WHERE count > 0
        ON CONFLICT (kiosk_id, day) DO UPDATE SET taken = quality_days.taken + excluded.taken
    ), counted AS (
        UPDATE stream_positions p SET through = door.through, highest = door.through,
            chain_line = coalesce(CAST(:line AS bigint), p.chain_line),
            chain_hash = coalesce(CAST(:head AS text), p.chain_hash)
        FROM door
        WHERE (door.count > 0 OR CAST(:line AS bigint) > p.chain_line)
        AND p.kiosk_id = door.kiosk AND p.epoch = door.epoch AND p.stream = '{STREAM}'
    )
    SELECT p.stream, CASE p.stream WHEN '{STREAM}' THEN door.through ELSE p.through END AS through,
        CASE p.stream WHEN '{STREAM}' THEN (SELECT array_agg(CAST(id AS text) ORDER BY seq) FROM told) END AS ids
    FROM door JOIN stream_positions p ON p.kiosk_id = door.kiosk AND p.epoch = door.epoch
    ORDER BY p.stream
""")


@dataclass(frozen=True, slots=True)
class Taken:
    """The ids of what is stored now, how far each stream came, and the line of the kiosk's audit chain that is known now
    as the last (None: it told none)."""

    ids: Sequence[str]
    through: dict[str, int]
    line: int | None


def take(
    database: Database, signed: Signed, body: bytes, now: datetime, day: date | None = None
) -> Taken | None:
    """`body`: the whole request, whose signature holds. None: nothing was done, and this batch wants more care.

    `day`: the centre's (None: UTC's).
    """
    request = _REQUEST.fullmatch(body) if database.is_postgresql else None
    if request is None or request["kiosk"].decode() != signed.kiosk:
        return None
    try:
        asked = _asked(signed, request, now) | {"day": day or now.date()}
        with database.at_once() as connection:
            found = connection.execute(_TAKE, asked).all()
    except (
        DBAPIError,
        UnicodeDecodeError,
    ) as failed:  # a record or the nonce was here before, or is none at all
        log.info("a batch of %s wants more care: %s", signed.kiosk, type(failed).__name__)
        return None
    if not found:
        return None
    return Taken(
        next(row.ids for row in found if row.stream == STREAM) or (),
        {row.stream: row.through for row in found},
        asked["line"],
    )


def _asked(signed: Signed, request: re.Match[bytes], now: datetime) -> dict[str, Any]:
    head, known, line, was = (
        part and part.decode() for part in request.group("head", "known", "line", "was")
    )
    return {
        "head": head,
        "known": known and int(known),
        "line": line and int(line),
        "was": was,
        "kiosk": signed.kiosk,
        "public_key": signed.public_key,
        "nonce": signed.nonce,
        "epoch": request["epoch"].decode(),
        "records": request["records"].decode(),
        "now": now,
        "moment": as_hashed(now),
        "earliest": now - quality.NEVER_LATE,
        "silent": now - fleet.SHORTEST_SILENCE,
        "lately": now - fleet.NO_SILENCE,
        "standing": now - staff_calls.STANDING,
    }
