"""What customers thought of answers: votes, and questions without one. Only the record, and no name."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.domain.language import Language
from kiosk.storage.database import Store
from kiosk.storage.queue import enqueue


class SqliteFeedback:
    """The Feedback port."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def vote(self, article: str, version: int, useful: bool, language: Language, now: datetime) -> None:
        body = {"article": article, "version": version, "useful": useful, "language": language.value}
        with self._store.write() as db:
            enqueue(db, self._zone, "vote", body, now)

    def unmet_search(self, text: str, language: Language, now: datetime) -> None:
        with self._store.write() as db:
            enqueue(db, self._zone, "unmet_search", {"text": text, "language": language.value}, now)
