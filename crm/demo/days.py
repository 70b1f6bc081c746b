"""Months around the day on which the demonstration is seeded."""

from __future__ import annotations

from datetime import date, timedelta

SITE_ZONE = "Asia/Taipei"


def last_month(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


def first_day(today: date, months: int) -> date:
    """The first day of the `months` whole months before this one."""
    day = today.replace(day=1)
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day
