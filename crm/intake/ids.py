"""Ids of records as UUIDv7, which tell when they were made (RFC 9562, 5.7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def first_id(moment: datetime) -> str:
    """The smallest UUIDv7 of this moment."""
    ms = int(moment.timestamp() * 1000)
    return str(UUID(int=ms << 80 | 0x7 << 76 | 0x2 << 62))


def is_of_before(id: str, moment: datetime) -> bool:
    """Whether a UUIDv7 (in lower case, with hyphens) was made before this; of any other id: no."""
    return UUID(id).version == 7 and id < first_id(moment)
