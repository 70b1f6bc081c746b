"""What the centre says of one record, and the one way to say no to it."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Refusal(Exception):
    """This record is not taken, for this reason; nothing of it stays, and the others are not touched by it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
