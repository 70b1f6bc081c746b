"""Keeping a request to be called back."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.callback import CallbackDraft
from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class SaveCallback:
    draft: CallbackDraft
    language: Language


CallbackEffect = SaveCallback
