"""What kiosks tell, taken once: a record and what follows from it are stored in one transaction, or not at all.

A record's id is an idempotency key bound to its body. A record that cannot be taken is refused by itself and never
holds up the others; whatever is wrong with the database is nobody's record's fault and goes up to the caller.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.bodies import Envelope, body_hash
from crm.intake.kinds import KINDS, Kind
from crm.intake.references import is_reference_of
from crm.intake.refusals import Refusal, Verdict
from crm.intake.retention import is_forgotten
from crm.schema import Record

log = logging.getLogger(__name__)
MONEY, AUDIT = "money", "audit"
Read = TypeVar("Read", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who tells it: `epoch` is one life of the kiosk's store, in which each stream counts from 1."""

    kiosk: str
    epoch: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`case` is the reference under which staff find it, where there is one."""

    id: str
    verdict: Verdict
    reason: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a kiosk hands over at once. `number`: among the batches of this kiosk; `now`: when it came."""

    sender: Sender
    number: int
    now: datetime


def take_or_refuse(session: Session, batch: Batch, raw: Any) -> Answer:
    """One record by itself. The kiosk is held."""
    id, kiosk = _id_of(raw), batch.sender.kiosk
    try:
        return _take_in_savepoint(session, batch, raw)
    except Refusal as no:
        reason = no.reason
    except DBAPIError as broken:
        if not isinstance(broken, (IntegrityError, DataError)):
            raise
        log.exception("record %s of %s does not fit the tables", id, kiosk)
        reason = "invalid: it does not fit"
    except Exception:  # the one net: a bug that one record wakes must not hold up the money behind it
        log.exception("record %s of %s could not be taken", id, kiosk)
        reason = "invalid: the centre could not take it"
    audit.note(session, batch.now, kiosk, "record.refused", id, {"reason": reason}, chain=kiosk)
    return Answer(id, Verdict.REFUSED, reason)


def _take_in_savepoint(session: Session, batch: Batch, raw: Any) -> Answer:
    try:
        with session.begin_nested():
            return _take(session, batch, raw)
    except IntegrityError:  # the same record by another way in this moment: now that one is there to be seen
        with session.begin_nested():
            return _take(session, batch, raw)


def _take(session: Session, batch: Batch, raw: Any) -> Answer:
    envelope, sender, now = _read(Envelope, raw), batch.sender, batch.now
    _must_hash(envelope)
    known = session.get(Record, (envelope.id, sender.kiosk))
    if known is not None:
        if known.body_hash != envelope.body_hash:
            raise Refusal("id_reused")
        return Answer(known.id, Verdict.DUPLICATE, case=_case_of(known))
    # A payment is posted once by its own id, so money is taken however late it comes.
    if envelope.stream != MONEY and is_forgotten(envelope.id, envelope.at, now):
        raise Refusal("too_old")
    kind, said = _understand(sender, envelope)
    record = _record(batch, envelope)
    session.add(record)
    session.flush()
    kind.take(session, record, said, now)
    session.flush()
    return Answer(record.id, Verdict.STORED, case=_case_of(record))


def _read(model: type[Read], raw: Any) -> Read:
    """Raises Refusal that names the place and the rule, and never repeats what was said."""
    try:
        return model.model_validate(raw)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "record"
        raise Refusal(f"invalid: {place}: {first['msg']}") from None


def _must_hash(envelope: Envelope) -> None:
    try:
        right = body_hash(envelope.body) == envelope.body_hash
    except (ValueError, RecursionError):  # no number, half a character, or nested without end
        right = False
    if not right:
        raise Refusal("bad_hash")


def _understand(sender: Sender, envelope: Envelope) -> tuple[Kind, BaseModel]:
    kind = KINDS.get((envelope.kind, envelope.v))
    if kind is None:
        raise Refusal("invalid: unknown kind or version")
    if envelope.stream != kind.stream:
        raise Refusal("invalid: another stream's kind")
    said = _read(kind.body, envelope.body)
    for field in kind.references:
        if not is_reference_of(sender.kiosk, getattr(said, field)):
            raise Refusal(f"invalid: {field}: no reference of this kiosk")
    return kind, said


def _record(batch: Batch, envelope: Envelope) -> Record:
    return Record(
        id=envelope.id,
        kiosk_id=batch.sender.kiosk,
        epoch=batch.sender.epoch,
        stream=envelope.stream,
        seq=envelope.seq,
        kind=envelope.kind,
        version=envelope.v,
        occurred_at=envelope.at,
        tz=envelope.tz,
        body_hash=envelope.body_hash,
        body=envelope.body,
        received_at=batch.now,
        batch=batch.number,
        what=envelope.body["kind"] if envelope.kind == AUDIT else "",
    )


def _case_of(record: Record) -> str | None:
    kind = KINDS.get((record.kind, record.version))
    fields = (*kind.references, kind.about) if kind else ()
    told = [record.body[field] for field in fields if field in record.body]
    return told[-1] if told else None


def _id_of(raw: Any) -> str:
    id = raw.get("id") if isinstance(raw, dict) else None
    return id[:64] if isinstance(id, str) else ""
