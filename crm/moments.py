"""Moments as the contract writes them: RFC 3339 in UTC with milliseconds and `Z`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def to_text(moment: datetime) -> str:
    """An aware datetime -> `2026-11-22T06:05:41.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_day(moment: datetime, tz: str) -> date:
    """The calendar day of `moment` where `tz` (an IANA zone) holds; UTC's when nobody knows that zone."""
    return moment.astimezone(zone_of(tz)).date()


def zone_of(tz: str) -> ZoneInfo:
    """UTC when nobody knows that zone."""
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or the name of a folder
        return ZoneInfo("UTC")
