"""What a batch shows about its kiosk: records under another one's id are set aside, numbers that were given twice told.

A record under a known id with another body is nobody's retry: it is not taken, for which of the two is true nobody can
say here, and it is kept for people to look at. A number that another record has is book-keeping: the record is taken.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter
from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.records import Answer, Sender
from crm.intake.refusals import Verdict
from crm.kiosks import fleet, quality
from crm.kiosks.quality import Count
from crm.schema import Quarantined, Record, StreamPosition

ID_REUSED, SEQ_REUSED = "id_reused", "seq_reused"
SUBJECT = "records"
_MOMENT = TypeAdapter(AwareDatetime)


def look_at(
    session: Session, sender: Sender, raw: Sequence[Any], answers: Sequence[Answer], now: datetime, day: date
) -> list[Answer]:
    """Counts the batch's quality, sets aside what must be; the answers, with a reason where a number was given twice.

    Called before the streams' positions go on.
    """
    if not raw:
        return list(answers)
    pairs = list(zip(raw, answers, strict=True))
    stored = {answer.id: each for each, answer in pairs if answer.verdict is Verdict.STORED}
    aside = [each for each, answer in pairs if answer.reason == ID_REUSED]
    twice = _numbers_twice(session, sender, list(stored.values()))
    for each in aside:
        _set_aside(session, sender, each, now)
    for stream, seq in sorted(twice):
        detail = {"epoch": sender.epoch, "seq": seq}
        audit.note(session, now, sender.kiosk, "sync.seq_reused", stream, detail, chain=sender.kiosk)
    if aside:
        fleet.settle(session, sender.kiosk, SUBJECT, fleet.Trouble("quarantine", "it", "red"), now)
    moments = [_MOMENT.validate_python(each["at"]) for each in stored.values()]
    counts = {
        Count.TAKEN: len(stored),
        Count.REFUSED: sum(answer.verdict is Verdict.REFUSED for answer in answers) - len(aside),
        Count.LATE: quality.count_late(session, moments, now),
        Count.ID_REUSED: len(aside),
        Count.SEQ_REUSED: len(twice),
    }
    quality.add(session, sender.kiosk, day, Counter(counts))
    ids = {id for id, each in stored.items() if (each["stream"], each["seq"]) in twice}
    return [replace(each, reason=SEQ_REUSED) if each.id in ids else each for each in answers]


def release(session: Session, kiosk: str, who: str, now: datetime) -> int:
    """Somebody has looked at all that is set aside of this kiosk: the alert is over. How many there were."""
    unseen = update(Quarantined).where(Quarantined.kiosk_id == kiosk, Quarantined.looked_at.is_(None))
    looked = session.execute(unseen.values(looked_by=who, looked_at=now).returning(Quarantined.id)).all()
    if looked:
        fleet.settle(session, kiosk, SUBJECT, None, now)
        audit.note(session, now, who, "quarantine.looked", kiosk, {"count": len(looked)})
    return len(looked)


def _numbers_twice(session: Session, sender: Sender, stored: Sequence[Any]) -> set[tuple[str, int]]:
    """Numbers of what was stored now that another record of this epoch had already."""
    if not stored:
        return set()
    mine = (StreamPosition.kiosk_id == sender.kiosk, StreamPosition.epoch == sender.epoch)
    ends = select(StreamPosition.stream, StreamPosition.through, StreamPosition.highest).where(*mine)
    reached = {stream: (through, highest) for stream, through, highest in session.execute(ends)}
    numbers = Counter((each["stream"], each["seq"]) for each in stored)
    known, unsure = set(), set()
    for (stream, seq), times in numbers.items():
        through, highest = reached.get(stream, (0, 0))
        if seq <= through or times > 1:
            known.add((stream, seq))
        elif seq <= highest:
            unsure.add((stream, seq))
    return known | _twice_here(session, sender, unsure)


def _twice_here(session: Session, sender: Sender, numbers: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Of numbers behind a hole: one can be there already."""
    if not numbers:
        return set()
    number = tuple_(Record.stream, Record.seq)
    mine = select(Record.stream, Record.seq).where(
        Record.kiosk_id == sender.kiosk, Record.epoch == sender.epoch, number.in_(sorted(numbers))
    )
    twice = mine.group_by(Record.stream, Record.seq).having(func.count() > 1)
    return {(stream, seq) for stream, seq in session.execute(twice)}


def _set_aside(session: Session, sender: Sender, raw: Any, now: datetime) -> None:
    id = str(UUID(raw["id"]))
    same = select(Quarantined).where(
        Quarantined.record_id == id,
        Quarantined.kiosk_id == sender.kiosk,
        Quarantined.body_hash == raw["body_hash"],
    )
    again = session.scalar(same)
    if again is not None:
        again.times, again.last_at = again.times + 1, now
        return
    known = session.get_one(Record, (id, sender.kiosk))
    session.add(
        Quarantined(
            kiosk_id=sender.kiosk,
            epoch=sender.epoch,
            stream=raw["stream"],
            seq=raw["seq"],
            record_id=id,
            kind=raw["kind"],
            body=json.dumps(raw["body"], sort_keys=True, separators=(",", ":")),
            body_hash=raw["body_hash"],
            known_hash=known.body_hash,
            times=1,
            first_at=now,
            last_at=now,
        )
    )
    session.flush()
    detail = {"stream": raw["stream"], "seq": raw["seq"]}
    audit.note(session, now, sender.kiosk, "record.set_aside", id, detail, chain=sender.kiosk)
