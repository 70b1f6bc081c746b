"""What customers hand over, and the answers they look for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from kiosk.domain.callback import CallbackDraft, Window
from kiosk.domain.case import CaseDraft
from kiosk.domain.faq import Article
from kiosk.domain.language import Language
from kiosk.domain.staff_call import Ended


class Callbacks(Protocol):
    def save(
        self, draft: CallbackDraft, language: Language, trail: Sequence[tuple[datetime, str]], now: datetime
    ) -> str:
        """The request + audit + outbox record in one transaction; returns its new reference."""

    def wish(self, reference: str, window: Window | None, now: datetime) -> None:
        """To cancel what has this reference (`window` None), or to move it: audit + outbox record in one transaction.
        Anybody's reference, of any kiosk."""


class Cases(Protocol):
    """What customers hand over besides money and calls back. Every method raises StoreError."""

    def save(
        self, draft: CaseDraft, language: Language, trail: Sequence[tuple[datetime, str]], now: datetime
    ) -> str:
        """Row + audit + outbox record in one transaction; returns the new reference."""

    def rate(self, score: int, task: str, language: Language, now: datetime) -> None:
        """`score` 1 to 5 for `task`; of nobody."""


class Feedback(Protocol):
    """What customers thought of answers, without a name. Both raise StoreError."""

    def vote(self, article: str, version: int, useful: bool, language: Language, now: datetime) -> None: ...

    def unmet_search(self, text: str, language: Language, now: datetime) -> None:
        """`text` holds no number that belongs to anybody."""


class StaffCalls(Protocol):
    """Calls for staff; at most one is open. Both raise StoreError."""

    def begin(self, step: str, need: str, now: datetime) -> str:
        """Row + audit + outbox record in one transaction; returns the call's id. One that is open still ends unanswered
        in the same."""

    def end(self, ended: Ended, now: datetime) -> None:
        """The end of the open one + audit + outbox record in one transaction; nothing, if none is open."""


class Search(Protocol):
    """Finds articles. Belongs to the lane of answers; raises nothing."""

    def learn(self, articles: Sequence[Article]) -> None:
        """These, and no others."""

    def find(self, question: str, limit: int) -> tuple[str, ...]:
        """Ids, best first; none: there is no good answer."""
