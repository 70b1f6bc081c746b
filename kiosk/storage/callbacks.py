"""Requests to be called back. The number typed stands in the record for the centre and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.callback import CallbackDraft
from kiosk.domain.language import Language
from kiosk.storage.audit import note
from kiosk.storage.canon import utc_text
from kiosk.storage.database import Store
from kiosk.storage.outbox import enqueue
from kiosk.storage.references import Random, take_reference

Trail = Sequence[tuple[datetime, str]]


class SqliteCallbacks:
    """The Callbacks port."""

    def __init__(
        self, store: Store, kiosk_id: str, zone: ZoneInfo, *, random: Random = secrets.randbits
    ) -> None:
        self._store = store
        self._kiosk_id = kiosk_id
        self._zone = zone
        self._random = random

    def save(self, draft: CallbackDraft, language: Language, trail: Trail, now: datetime) -> str:
        with self._store.write() as db:
            reference = take_reference(db, self._kiosk_id, self._random)
            body = _body(reference, draft, language, trail)
            record = enqueue(db, self._zone, "callback", body, now, reference=reference)
            db.table("callback").insert(
                {
                    "reference": reference,
                    "topic": draft.topic.value,
                    "language": language.value,
                    "saved_at": utc_text(now),
                    "record": record,
                }
            )
            fields = {"reference": reference, "topic": draft.topic.value}
            note(db, self._zone, Entry(Kind.CALLBACK_SAVED, fields), now)
        return reference


def _body(reference: str, draft: CallbackDraft, language: Language, trail: Trail) -> dict[str, object]:
    """The body of a `callback` record: tests/contract/records/callback.json."""
    window, context = draft.window, draft.context
    return {
        "reference": reference,
        "visit": draft.visit,
        "topic": draft.topic.value,
        "language": language.value,
        "window": {
            "from": utc_text(window.begins),
            "to": utc_text(window.ends),
            "soonest": window.soonest,
        },
        "phone": draft.phone,
        "notice": draft.notice,
        "promotional_consent": draft.promotional_consent,
        "context": {
            "path": list(context.path),
            "bill": context.bill,
            "articles": list(context.articles),
            "error": context.error,
        },
        "trail": [{"at": utc_text(at), "what": what} for at, what in trail],
    }
