"""Requests to be called back. The number or address typed stands in the record for the centre and nowhere else."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.callback import CallbackDraft, Reply, Window
from kiosk.domain.language import Language
from kiosk.storage.audit import note
from kiosk.storage.bodies import context_body, window_body
from kiosk.storage.canon import utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.queue import enqueue
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
            append(
                db,
                "callback",
                {
                    "reference": reference,
                    "topic": draft.topic.value,
                    "language": language.value,
                    "saved_at": utc_text(now),
                    "record": record,
                },
            )
            fields = {"reference": reference, "topic": draft.topic.value}
            note(db, self._zone, Entry(Kind.CALLBACK_SAVED, fields), now)
        return reference

    def wish(self, reference: str, window: Window | None, now: datetime) -> None:
        kind, body = _wish(reference, window)
        with self._store.write() as db:
            enqueue(db, self._zone, kind, body, now, reference=reference)
            note(db, self._zone, Entry(Kind.WISH_SAVED, {"reference": reference, "kind": kind}), now)


def _wish(reference: str, window: Window | None) -> tuple[str, dict[str, object]]:
    """tests/contract/records/cancellation.json, rearrangement.json."""
    if window is None:
        return "cancellation", {"reference": reference}
    return "rearrangement", {"reference": reference, "window": window_body(window)}


def _body(reference: str, draft: CallbackDraft, language: Language, trail: Trail) -> dict[str, object]:
    """The body of a `callback` record: tests/contract/records/callback.json."""
    window, context = draft.window, draft.context
    return {
        "reference": reference,
        "visit": draft.visit,
        "topic": draft.topic.value,
        "language": language.value,
        "window": window_body(window),
        "phone": draft.phone,
        **_reply(draft),
        "notice": draft.notice,
        "promotional_consent": draft.promotional_consent,
        "context": {
            **context_body(context),
            **({"search": context.search} if context.search else {}),
        },
        "trail": [{"at": utc_text(at), "what": what} for at, what in trail],
    }


def _reply(draft: CallbackDraft) -> dict[str, str]:
    """Said only where it is another way than the usual one: older centres know no other."""
    address = {"email": draft.email} if draft.email else {}
    return address if draft.reply is Reply.PHONE else {**address, "reply": draft.reply.value}
