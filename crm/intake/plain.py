"""Plain records, taken many at a time: those from which nothing follows.

They are most of what kiosks tell. All of a batch goes in by one statement, with the same checks as the way for one: what
does not pass here is left to that way, which says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NotRequired

import orjson
from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError
from sqlalchemy import bindparam, column, text
from sqlalchemy.orm import Session
from typing_extensions import TypedDict

from crm import bulk
from crm.intake.bodies import LARGEST, LongText, Text
from crm.intake.records import Answer, Batch
from crm.intake.refusals import Verdict
from crm.kiosks import fleet
from crm.schema.base import UUID, UtcDateTime


class _Audit(TypedDict):
    kind: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]+$")]
    fields: NotRequired[dict[str, LongText]]
    chain: NotRequired[Text]


class Plain(TypedDict):
    """A record that can be taken here: narrower than `Envelope`, never wider."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    stream: Literal["telemetry"]
    seq: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    kind: Literal["audit"]
    v: Literal[1]
    at: AwareDatetime
    tz: Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
    body: _Audit
    body_hash: str


_READ = TypeAdapter(Plain)
RECORD = {
    "id": bulk.Field.UUID,
    "stream": bulk.Field.TEXT,
    "seq": bulk.Field.WHOLE,
    "kind": bulk.Field.TEXT,
    "v": bulk.Field.WHOLE,
    "at": bulk.Field.MOMENT,
    "tz": bulk.Field.TEXT,
    "body": bulk.Field.JSON,
    "body_hash": bulk.Field.TEXT,
}
_INTO = """
    INSERT INTO records
        (id, kiosk_id, epoch, stream, seq, kind, version, occurred_at, tz, body, body_hash, received_at, batch, what)
    SELECT r.id, :kiosk, :epoch, r.stream, r.seq, r.kind, r.v, r.at, r.tz, r.body, r.body_hash, :now, :batch,
        r.body ->> 'kind'
    FROM {rows} WHERE true ON CONFLICT (id, kiosk_id) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """A record that passed. `raw`: as it came; `said`: as it was understood."""

    raw: Mapping[str, Any]
    said: Plain


def ready(raw: Any) -> Ready | None:
    """None: not one of these, or something is wrong with it."""
    try:
        said = _READ.validate_python(raw)
    except ValidationError:
        return None
    if said["body"]["kind"].startswith(fleet.CONTENT):  # an alert may follow
        return None
    body = orjson.dumps(raw["body"], option=orjson.OPT_SORT_KEYS)
    return Ready(raw, said) if hashlib.sha256(body).hexdigest() == said["body_hash"] else None


def take(session: Session, batch: Batch, ready: Sequence[Ready]) -> dict[str, Answer]:
    """An answer for each that is stored now, by id; what was here before has none. The kiosk is held.

    Raises DBAPIError; then nothing of the batch may stand.
    """
    if not ready:
        return {}
    told = {**asdict(batch.sender), "now": batch.now, "batch": batch.number, "rows": rows(ready)}
    into = text(_INTO.format(rows=bulk.rows_of(session, RECORD)))
    typed = into.bindparams(bindparam("now", type_=UtcDateTime())).columns(column("id", UUID))
    stored = session.connection().execute(typed, told).scalars()
    return {id: Answer(id, Verdict.STORED) for id in stored}


def rows(batch: Sequence[Ready]) -> str:
    """The records as rows."""
    return _json(
        [{**{name: one.raw[name] for name in RECORD}, "at": _moment(one.said["at"])} for one in batch]
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(" ", "microseconds")


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows).decode()
