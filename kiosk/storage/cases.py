"""Complaints, suggestions, letters, fault reports, applications, appointments, and ratings.

What was typed, and all that could lead to a person, stands in the record for the centre and nowhere else; an anonymous
item leads to nobody in the record either.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.case import (
    Application,
    Booking,
    CaseDraft,
    Complaint,
    Draft,
    FaultReport,
    is_anonymous,
    picks,
)
from kiosk.domain.health import DeviceStatus
from kiosk.domain.language import Language
from kiosk.storage.audit import note
from kiosk.storage.bodies import context_body, window_body
from kiosk.storage.canon import utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.queue import enqueue
from kiosk.storage.references import Random, take_reference

Trail = Sequence[tuple[datetime, str]]


class SqliteCases:
    """The Cases port."""

    def __init__(
        self, store: Store, kiosk_id: str, zone: ZoneInfo, *, random: Random = secrets.randbits
    ) -> None:
        self._store = store
        self._kiosk_id = kiosk_id
        self._zone = zone
        self._random = random

    def save(self, draft: CaseDraft, language: Language, trail: Trail, now: datetime) -> str:
        kind = draft.kind.value
        with self._store.write() as db:
            reference = take_reference(db, self._kiosk_id, self._random)
            body = body_of(reference, draft, language, trail)
            record = enqueue(db, self._zone, kind, body, now, reference=reference)
            append(
                db,
                "kiosk_case",
                {
                    "reference": reference,
                    "kind": kind,
                    "language": language.value,
                    "saved_at": utc_text(now),
                    "record": record,
                },
            )
            note(db, self._zone, Entry(Kind.CASE_SAVED, {"reference": reference, "kind": kind}), now)
        return reference

    def rate(self, score: int, task: str, language: Language, now: datetime) -> None:
        """Nobody's: the record holds no visit, no reference, nothing but the score and what was rated."""
        body = {"score": score, "task": task, "language": language.value}
        with self._store.write() as db:
            enqueue(db, self._zone, "rating", body, now)
            note(db, self._zone, Entry(Kind.RATING_SAVED, {"score": str(score)}), now)


def body_of(reference: str, draft: CaseDraft, language: Language, trail: Trail) -> dict[str, object]:
    """The body of a record: tests/contract/records, one example a kind."""
    if isinstance(draft, Booking):
        return _booking(reference, draft, language)
    return {
        "reference": reference,
        "language": language.value,
        **dict(picks(draft)),
        **_of_kind(draft),
        "message": [phrase.value for phrase in draft.message],
        **_of_person(draft, trail),
    }


def _booking(reference: str, draft: Booking, language: Language) -> dict[str, object]:
    """tests/contract/records/booking.json. A number on file is the centre's to find: it knows who signed in."""
    assert draft.service
    assert draft.window
    return {
        "reference": reference,
        "visit": draft.visit,
        "service": draft.service.value,
        "place": draft.place,
        "topic": draft.topic.value if draft.topic else "",
        "language": language.value,
        "window": window_body(draft.window),
        "phone": draft.contact.phone,
        "notice": draft.contact.notice,
        "context": context_body(draft.context),
    }


def _of_kind(draft: CaseDraft) -> dict[str, object]:
    match draft:
        case Complaint(urgent=urgent):
            return {"urgent": urgent}
        case FaultReport(devices=devices):
            return {"devices": [_device(status) for status in devices]}
        case Application(account=account):
            return {"account": account}
        case _:
            return {}


def _device(status: DeviceStatus) -> dict[str, object]:
    faults = [fault.value for fault in status.faults]
    return {"device": status.device.value, "state": status.state.value, "faults": faults}


def _of_person(draft: Draft, trail: Trail) -> dict[str, object]:
    """Who it is from and what they did here; of an anonymous item nothing but that it is anonymous."""
    if is_anonymous(draft):
        return {"anonymous": True}
    context, contact = draft.context, draft.contact
    return {
        "anonymous": False,
        "visit": draft.visit,
        "contact": contact.way,
        "phone": contact.phone,
        **({"email": contact.email} if contact.email else {}),
        "notice": contact.notice,
        "context": context_body(context),
        "trail": [{"at": utc_text(at), "what": what} for at, what in trail],
    }
