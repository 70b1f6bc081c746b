"""Keeping a request to be called back."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.callback import CallbackDraft, Topic
from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class SaveCallback:
    draft: CallbackDraft
    language: Language


@dataclass(frozen=True, slots=True)
class AskOpenCallback:
    """Has this number or address an open request about this? `phone` empty: the number on file of who signed in during
    `visit`."""

    phone: str = field(repr=False)
    topic: Topic
    visit: str
    email: str = field(default="", repr=False)


CallbackEffect = SaveCallback | AskOpenCallback
