"""A batch as a kiosk sends it: the plain records together, whatever needs more care one by one, a line for them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crm import chain
from crm.intake import batch_seal, plain
from crm.intake.records import Answer, Batch, Sender, take_or_refuse
from crm.intake.refusals import Verdict
from crm.intake.retention import KEPT
from crm.kiosks import registry

#: The same records once more, read so that nothing is lost of a number or a character.
Careful = Callable[[], Sequence[Any]]
Take = Callable[[Session, Sender, Sequence[Any], Careful, datetime], list[Answer]]


def take(
    session: Session, sender: Sender, raw: Sequence[Any], careful: Careful, now: datetime
) -> list[Answer]:
    """One answer for each, in their order. The kiosk is held.

    Raises DBAPIError: the database failed, or (IntegrityError, DataError) what was taken together does not fit it.
    """
    if not raw:
        return []
    batch, oldest = _begun(session, sender, now), now - KEPT
    ready = {one.said["id"]: one for one in map(plain.ready, raw) if one and one.said["at"] >= oldest}
    stored = plain.take(session, batch, list(ready.values()))
    if len(stored) == len(raw):
        answers = [stored[each["id"]] for each in raw]
    else:
        answers = [
            (stored.pop(id) if id in stored else None) or take_or_refuse(session, batch, each)
            for id, each in zip(map(_id_of, raw), careful(), strict=True)
        ]
    return _sealed(session, batch, raw, answers)


def take_each(
    session: Session, sender: Sender, _raw: Sequence[Any], careful: Careful, now: datetime
) -> list[Answer]:
    """The same, one by one. Raises DBAPIError when the database itself fails."""
    batch, raw = _begun(session, sender, now), careful()
    return _sealed(session, batch, raw, [take_or_refuse(session, batch, each) for each in raw])


def take_all(session: Session, sender: Sender, raw: Sequence[Any], now: datetime) -> list[Answer]:
    """The same, and holds the kiosk: one batch of a kiosk at a time, for two that held the same records in another
    order would wait for each other."""
    registry.hold(session, sender.kiosk)
    return take_each(session, sender, raw, lambda: raw, now)


def _begun(session: Session, sender: Sender, now: datetime) -> Batch:
    return Batch(sender, chain.upcoming(session, sender.kiosk), now)


def _sealed(session: Session, batch: Batch, raw: Sequence[Any], answers: list[Answer]) -> list[Answer]:
    stored = [
        batch_seal.of_raw(each, answer.id)
        for each, answer in zip(raw, answers, strict=True)
        if answer.verdict is Verdict.STORED
    ]
    sender = batch.sender
    batch_seal.seal(session, sender.kiosk, sender.epoch, batch.number, stored, batch.now)
    return answers


def _id_of(raw: Any) -> str:
    id = raw.get("id") if isinstance(raw, dict) else None
    return id if isinstance(id, str) else ""
