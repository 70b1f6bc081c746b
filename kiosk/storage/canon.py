"""How things are written down: canonical JSON, its hash, moments in UTC, new ids.

The contract fixes all of it: tests/contract/README.md (`body_hash`, `at`). This room knows no table.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

import uuid_utils

_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(body: Mapping[str, object] | Sequence[object]) -> str:
    """Keys sorted, separators `,` and `:`, no other white space, not ASCII-escaped."""
    return _write(body)


def digest(text: str) -> str:
    """SHA-256 over UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@functools.lru_cache(maxsize=64)
def utc_text(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and `Z`. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone means nothing on another machine")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment_of(text: str, zone: tzinfo) -> datetime:
    """The moment that `utc_text` wrote, in `zone`."""
    return datetime.fromisoformat(text).astimezone(zone)


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by its time of making, unique without asking anybody."""
    return str(uuid_utils.uuid7())
