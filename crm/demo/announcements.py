"""One announcement for the demonstration: work on the lines, made up, from now on for three days."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from crm.announcements import board
from crm.announcements.board import Draft
from crm.centre import Centre
from crm.demo.days import SITE_ZONE
from crm.moments import local_day
from crm.schema import Announcement, Severity

WHO = "lead"
AHEAD, STAY = timedelta(days=2), timedelta(days=3)


def seed_announcements(centre: Centre) -> None:
    """Where nobody has announced anything yet."""
    now = centre.clock()
    day = local_day(now + AHEAD, SITE_ZONE)
    texts = {
        "zh-Hant": f"{day.month} 月 {day.day} 日 01:00–03:00 系統維護，期間無法繳費與查帳，其他服務照常。",
        "en": f"System maintenance on {day.day} {day:%B}, 01:00–03:00: no payments or accounts; all else as usual.",
        "zh-Hans": f"{day.month} 月 {day.day} 日 01:00–03:00 系统维护，期间无法缴费与查账，其他服务照常。",
    }
    with centre.database.writing() as session:
        if session.scalar(select(Announcement.id).limit(1)) is None:
            board.write(session, Draft(Severity.INFO, texts, now, now + STAY), WHO, now)
