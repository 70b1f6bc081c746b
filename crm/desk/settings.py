"""What a house decides about its desk. Passed in, never read from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`brand` by language; `calls_from` is the number that customers see when an agent calls.

    `idle` without a request, or `longest` in any case, ends a session.
    """

    brand: Mapping[str, str] = field(
        default_factory=lambda: {"zh-Hant": "晴川", "en": "Qingchuan", "zh-Hans": "晴川"}
    )
    calls_from: str = "0800-000-123"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Taipei"))
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=10)
    #: Open pages that one process tells what is new; others are as they would be without.
    streams: int = 200
