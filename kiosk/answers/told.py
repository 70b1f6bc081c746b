"""Pieces of a published part, as the contract has them. Whatever is not as agreed is a ValueError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from kiosk.domain.language import Language

#: Above every honest list of the contract.
LONGEST_LIST = 2000
LONGEST_TEXT = 300


def moment(told: object, zone: tzinfo) -> datetime:
    """In `zone`, whatever zone it came in."""
    found = datetime.fromisoformat(text(told))
    if found.tzinfo is None:
        raise ValueError("a moment without a zone")
    return found.astimezone(zone)


def whole(told: object, what: str) -> int:
    if type(told) is not int or told < 0:
        raise ValueError(f"no number of {what}")
    return told


def texts(told: object) -> dict[Language, str]:
    """The languages that this kiosk knows; a newer centre may have more."""
    known = {language.value: language for language in Language}
    return {known[name]: text(words) for name, words in members(told).items() if name in known}


def text(told: object) -> str:
    """Without control characters and marks that turn the direction of writing."""
    if not isinstance(told, str) or len(told) > LONGEST_TEXT or not told.isprintable():
        raise ValueError("no text")
    return told


def items(told: object) -> Sequence[Any]:
    if not isinstance(told, list) or len(told) > LONGEST_LIST:
        raise ValueError("no list")
    return told


def members(told: object) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told
