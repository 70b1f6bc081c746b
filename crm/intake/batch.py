"""A batch as a kiosk sends it: the plain records together, whatever needs more care one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.intake import plain
from crm.intake.records import Answer, Sender, take_or_refuse
from crm.intake.retention import KEPT

#: The same records once more, read so that nothing is lost of a number or a character.
Careful = Callable[[], Sequence[Any]]
Take = Callable[[Session, Sender, Sequence[Any], Careful, datetime], list[Answer]]


def take(
    session: Session, sender: Sender, raw: Sequence[Any], careful: Careful, now: datetime
) -> list[Answer]:
    """One answer for each, in their order. The kiosk is held.

    Raises DBAPIError: the database failed, or (IntegrityError, DataError) what was taken together does not fit it.
    """
    oldest = now - KEPT
    ready = {one.said["id"]: one for one in map(plain.ready, raw) if one and one.said["at"] >= oldest}
    stored = plain.take(session, sender, list(ready.values()), now)
    if len(stored) == len(raw):
        return [stored[each["id"]] for each in raw]
    return [
        (stored.pop(id) if id in stored else None) or take_or_refuse(session, sender, each, now)
        for id, each in zip(map(_id_of, raw), careful(), strict=True)
    ]


def take_each(
    session: Session, sender: Sender, _raw: Sequence[Any], careful: Careful, now: datetime
) -> list[Answer]:
    """The same, one by one. Raises DBAPIError when the database itself fails."""
    return [take_or_refuse(session, sender, each, now) for each in careful()]


def _id_of(raw: Any) -> str:
    id = raw.get("id") if isinstance(raw, dict) else None
    return id if isinstance(id, str) else ""
