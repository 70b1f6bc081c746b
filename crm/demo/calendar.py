"""The demonstration's week and counters. Every place, number and road here is made up; the towns are real ones."""

from __future__ import annotations

from sqlalchemy import func, select

from crm.calendar.office import HOUSE, Service
from crm.centre import Centre
from crm.schema import Site, WindowPattern

ZONE, COUNTRY = "Asia/Taipei", "TW"
WORKDAYS, EVERY_DAY = range(5), range(7)
#: A demonstration is shown in the evening and on holidays too.
ROUND_THE_CLOCK = (("00:00", "12:00"), ("12:00", "18:00"), ("18:00", "23:59"))

#: Service -> its windows of a workday, and how many each takes.
WEEK = {
    Service.CALLBACK: ((("09:00", "12:00"), ("13:00", "15:00"), ("15:00", "17:00")), 30),
    Service.COUNTER: (
        tuple((f"{hour:02}:{half}", f"{hour + (half == '30'):02}:{'00' if half == '30' else '30'}")
              for hour in (9, 10, 11, 13, 14, 15, 16) for half in ("00", "30")),
        2,
    ),
    Service.VISIT: ((("09:00", "12:00"), ("13:00", "17:00")), 4),
}  # fmt: skip

SITES = (
    (HOUSE, ("客戶服務中心", "Customer service", "客户服务中心"), ("", "", ""), ("", "", ""), None, None),
    (
        "三重服務中心",
        ("三重門市", "Sanchong Store", "三重营业厅"),  # where the demonstration's kiosk stands
        ("新北市三重區晴川路 100 號", "100 Qingchuan Rd., Sanchong, New Taipei", "新北市三重区晴川路 100 号"),
        ("捷運三重站 2 號出口 5 分鐘", "MRT Sanchong, exit 2, 5 min on foot", "地铁三重站 2 号出口 5 分钟"),
        25.0555,
        121.4845,
    ),
    (
        "板橋服務中心",
        ("板橋服務中心", "Banqiao Service Centre", "板桥服务中心"),
        ("新北市板橋區清溪街 8 號", "8 Qingxi St., Banqiao, New Taipei", "新北市板桥区清溪街 8 号"),
        ("板橋車站北門，步行 3 分鐘", "Banqiao Station, north gate, 3 minutes on foot", "板桥车站北门，步行 3 分钟"),
        25.0143,
        121.4637,
    ),
    (
        "信義服務中心",
        ("信義服務中心", "Xinyi Service Centre", "信义服务中心"),
        ("臺北市信義區明川路 26 號", "26 Mingchuan Rd., Xinyi, Taipei", "台北市信义区明川路 26 号"),
        ("捷運市政府站 4 號出口 6 分鐘", "MRT Taipei City Hall, exit 4, 6 min on foot", "地铁市政府站 4 号出口 6 分钟"),
        25.0408,
        121.5672,
    ),
)  # fmt: skip
LANGUAGES = ("zh-Hant", "en", "zh-Hans")
HOTLINE = "0800-000-123"


def seed_calendar(centre: Centre, *, always_open: bool = False) -> None:
    """Puts the demonstration's calendar into a centre that has none. `always_open`: agents call at any hour."""
    country = "" if always_open else COUNTRY
    with centre.database.writing() as session:
        if session.scalar(select(func.count()).select_from(WindowPattern)):
            return
        for name, names, address, directions, latitude, longitude in SITES:
            texts = [dict(zip(LANGUAGES, each, strict=True)) for each in (names, address, directions)]
            session.merge(
                Site(
                    name=name, tz=ZONE, country=country, names=texts[0], address=texts[1], directions=texts[2],
                    hotline=HOTLINE, latitude=latitude, longitude=longitude,
                )
            )  # fmt: skip
        for service, (hours, capacity) in WEEK.items():
            calls = always_open and service is Service.CALLBACK
            for weekday in EVERY_DAY if calls else WORKDAYS:
                session.add_all(
                    WindowPattern(
                        service=service, weekday=weekday, opens=opens, closes=closes, capacity=capacity
                    )
                    for opens, closes in (ROUND_THE_CLOCK if calls else hours)
                )
