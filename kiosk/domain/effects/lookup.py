"""Asking how something stands, and keeping a wish to change it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.callback import Window


@dataclass(frozen=True, slots=True)
class AskCase:
    reference: str


@dataclass(frozen=True, slots=True)
class SaveWish:
    """`window` None: to cancel it; else where to move it."""

    reference: str
    window: Window | None


LookupEffect = AskCase | SaveWish
