"""What the centre tells a kiosk to do: each command has an id and an end, is done once, and its result is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: A text for customers: (language, words) for each language that was written.
Words = tuple[tuple[str, str], ...]


class CommandKind(StrEnum):
    """Another kind, from a newer centre, is refused and said to be unknown."""

    CLOSE = "close"
    OPEN = "open"
    RESTART = "restart"
    FETCH_CONTENT = "fetch_content"


@dataclass(frozen=True, slots=True)
class Command:
    """`kind` as the centre wrote it. `words`: for `close`, what customers read meanwhile. Not `trusted`: it does not
    bear the centre's signature, and is refused."""

    id: str
    kind: str
    expires_at: datetime
    words: Words = ()
    trusted: bool = True


class CommandResult(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"
