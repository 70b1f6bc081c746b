"""What every protocol of this house says about bytes that are no frame. Knows no device and no port."""

from __future__ import annotations


class BadFrame(ValueError):
    """Bytes that break a protocol's rules.

    `reason` is one word (`wrong_check`, `too_long`, ...). It never holds what the bytes were: they may be a card.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
