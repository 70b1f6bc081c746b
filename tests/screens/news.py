"""What a house announces, around the moment of the pictures. All of it is invented."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kiosk.domain.announcement import Announcement
from kiosk.domain.language import Language

NOW = datetime(2026, 11, 22, 14, 5, 10, tzinfo=timezone(timedelta(hours=8)))


def _news(id: str, hours: int, zh_hant: str, en: str, zh_hans: str, *sites: str) -> Announcement:
    """From an hour ago on, for `hours`; important is what names a storm."""
    texts = {Language.ZH_HANT: zh_hant, Language.EN: en, Language.ZH_HANS: zh_hans}
    begins = NOW - timedelta(hours=1)
    return Announcement(id, id == "typhoon", texts, frozenset(sites), begins, begins + timedelta(hours=hours))


NEWS = (
    _news(
        "typhoon",
        9,
        "颱風將至，11 月 24 日櫃檯休息，本機照常服務。",
        "A typhoon is coming: counters are closed on 24 November, this kiosk is not.",
        "台风将至，11 月 24 日柜台休息，本机照常服务。",
    ),
    _news(
        "maintenance",
        90,
        "11 月 28 日 01:00–03:00 系統維護，期間無法繳費與查帳，其他服務照常。",
        "System maintenance on 28 November, 01:00–03:00: no payments or accounts; all else as usual.",
        "11 月 28 日 01:00–03:00 系统维护，期间无法缴费与查账，其他服务照常。",
    ),
    _news("hostile", 90, "<b>粗</b>{0}[b]字[/b]", "<b>{0}</b> [b]bold[/b] &amp;", "<b>粗</b>{0}[b]字[/b]"),
    _news("over", 1, "過去的公告", "Of the past", "过去的公告"),
    _news("elsewhere", 90, "別處的公告", "Of elsewhere", "别处的公告", "elsewhere"),
)
