"""A dead kiosk's queue goes the way of every record, so that each is taken once, however often this is done."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from crm import audit
from crm.centre import Centre
from crm.intake import batch as batches
from crm.intake import quarantine, records, streams
from crm.intake.refusals import Verdict
from crm.recovery.stores import Left, opened
from crm.schema import Kiosk

#: Records in one transaction.
BATCH = 50


class UnknownKiosk(ValueError):
    """The centre knows no kiosk of this name."""


@dataclass(frozen=True, slots=True)
class Drained:
    """`streams`: of each stream how many records were stored, duplicate, refused, unreadable. `refused`: id, why."""

    epoch: str
    streams: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Everything that the store owed is at the centre."""
        return not any(count["refused"] or count["unreadable"] for count in self.streams.values())


def drain(centre: Centre, left: Left) -> Drained:
    """Takes in what the store owes. Raises UnknownKiosk, Unreadable; DBAPIError when the database itself fails."""
    with centre.database.reading() as session:
        if session.get(Kiosk, left.kiosk) is None:
            raise UnknownKiosk(f"there is no kiosk {left.kiosk}: python -m crm enrol-kiosk {left.kiosk}")
    with opened(left) as owed:
        drained = Drained(owed.epoch)
        while batch := list(itertools.islice(owed.records, BATCH)):
            _take(centre, left.kiosk, batch, drained)
    now = centre.clock()
    with centre.database.writing() as session:
        told = {stream: dict(count) for stream, count in drained.streams.items()}
        audit.note(
            session, now, audit.CENTRE, "store.recovered", left.kiosk, {"epoch": drained.epoch, **told}
        )
    return drained


def _take(
    centre: Centre, kiosk: str, batch: list[tuple[str, dict[str, object] | None]], drained: Drained
) -> None:
    readable = [(stream, raw) for stream, raw in batch if raw is not None]
    now, sender = centre.clock(), records.Sender(kiosk, drained.epoch)
    with centre.database.writing() as session:
        told = [raw for _, raw in readable]
        today = centre.settings.today(now)
        answers = batches.take_all(session, sender, told, now)
        answers = quarantine.look_at(session, sender, told, answers, now, today)
        here = [
            (stream, int(str(raw["seq"])))
            for (stream, raw), answer in zip(readable, answers, strict=True)
            if answer.verdict is not Verdict.REFUSED
        ]
        streams.through(session, sender, here, now, today)
    for stream, raw in batch:
        drained.streams[stream]["unreadable"] += raw is None
    for (stream, _), answer in zip(readable, answers, strict=True):
        drained.streams[stream][answer.verdict.value] += 1
        if answer.reason:
            drained.refused.append((answer.id, answer.reason))
