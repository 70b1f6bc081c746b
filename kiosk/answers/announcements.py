"""The part `announcements`, from the centre's JSON to a value. Anything that is not as agreed is a ValueError, whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from kiosk.answers.told import items, members, moment, text, texts
from kiosk.domain.announcement import Announcement, Announcements


def read_announcements(body: object) -> Announcements:
    """Raises ValueError."""
    try:
        found = tuple(_announcement(members(each)) for each in items(body))
    except KeyError as missing:
        raise ValueError(f"an announcement is not as agreed: no {missing}") from missing
    if len({each.id for each in found}) < len(found):
        raise ValueError("two announcements under one id")
    return Announcements(found)


def _announcement(told: Mapping[str, Any]) -> Announcement:
    """A severity that a newer centre has and we do not is shown as any other."""
    words = {language: line for language, line in texts(told["texts"]).items() if line.strip()}
    begins, ends = moment(told["from"], UTC), moment(told["to"], UTC)
    if not words or begins >= ends:
        raise ValueError("an announcement that says nothing, or at no time")
    return Announcement(
        id=text(told["id"]),
        important=text(told["severity"]) == "important",
        texts=words,
        sites=frozenset(text(site) for site in items(told["sites"])),
        begins=begins,
        ends=ends,
    )
