"""What this machine is, whose, and where it stands."""

from __future__ import annotations

from kiosk.domain.language import Era, Language
from kiosk.settings import values
from kiosk.settings.keys.key import Key, keys

_phone = values.matching(r"\+?\d[\d -]{2,18}\d", "a telephone number", "0800-000-123")

KEYS: tuple[Key, ...] = (
    *keys(
        "kiosk",
        (
            "id",
            values.matching(r"[A-Z0-9]{2,6}", "two to six capital letters and digits", "K07"),
            "K07",
            "The kiosk's name at the centre and the beginning of every reference it gives.",
        ),
        ("zone", values.zone, "Asia/Taipei", "The time zone of the site, by its IANA name."),
        ("size", values.size, "1080x1920", "The panel's width and height in pixels."),
        (
            "data",
            values.folder,
            "data",
            "The folder for database, logs and workbench; --data says otherwise.",
        ),
    ),
    *keys(
        "panel",
        (
            "width_mm",
            values.whole(150, 800, "millimetres"),
            "268",
            "How wide the area is where pictures show.",
        ),
        (
            "height_mm",
            values.whole(150, 800, "millimetres"),
            "476",
            "How high the area is where pictures show.",
        ),
        (
            "edge_mm",
            values.whole(380, 950, "millimetres"),
            "850",
            "How high above the floor that area's lower edge is.",
        ),
        (
            "changes_only",
            values.switch,
            "on",
            "Without a graphics card: whether only what has changed is drawn. off: everything, each time.",
        ),
        (
            "motion",
            values.switch,
            "on",
            "Whether a sign turns while the machine works. off: it stands still, and nothing on the panel moves.",
        ),
    ),
    *keys(
        "brand",
        ("zh_hant", values.text, "晴川公用事業", "The company's name in Traditional Chinese."),
        ("en", values.text, "Qingchuan Utilities", "The company's name in English."),
        ("zh_hans", values.text, "晴川公用事业", "The company's name in Simplified Chinese."),
    ),
    *keys(
        "site",
        ("name_zh_hant", values.text, "三重門市", "The site's name in Traditional Chinese."),
        ("name_en", values.text, "Sanchong Store", "The site's name in English."),
        ("name_zh_hans", values.text, "三重营业厅", "The site's name in Simplified Chinese."),
        (
            "region",
            values.region,
            "TW",
            "The ISO 3166 code of the country whose telephone numbers are dialled here.",
        ),
        ("hotline", _phone, "0800-000-123", "The number that customers may call."),
        ("calls_from", _phone, "0800-000-123", "The number that customers see when an agent calls back."),
        (
            "counter_zh_hant",
            values.text,
            "服務台在入口左側",
            "Where the staffed counter is, in Traditional Chinese.",
        ),
        (
            "counter_en",
            values.text,
            "The counter is left of the entrance",
            "Where the staffed counter is, in English.",
        ),
        (
            "counter_zh_hans",
            values.text,
            "服务台在入口左侧",
            "Where the staffed counter is, in Simplified Chinese.",
        ),
        (
            "wait_minutes",
            values.whole(0, 60, "minutes"),
            "20",
            "How old a waiting time at the counters may be to be shown; 0: none is.",
        ),
    ),
    *keys(
        "languages",
        (
            "offered",
            values.words_of(Language),
            "zh-Hant, en, zh-Hans",
            "The languages on offer; a visit begins in the first one.",
        ),
        (
            "era",
            values.word_of(Era),
            "common",
            "How Chinese dates count years: common (2026) or roc (民國 115 年).",
        ),
    ),
    *keys(
        "home",
        ("pay", values.switch, "on", "Pay bills."),
        ("account", values.switch, "on", "See what is owed."),
        ("faq", values.switch, "on", "Find an answer."),
        ("callback", values.switch, "on", "Ask to be called back."),
        (
            "feedback",
            values.switch,
            "on",
            "Complaint, suggestion, letter to the manager, fault of the machine.",
        ),
        ("services", values.switch, "on", "The tile behind which the further services stand."),
        ("booking", values.switch, "on", "Book a counter or a technician's visit (a further service)."),
        (
            "cases",
            values.switch,
            "on",
            "Look a case up by its number, move it or cancel it (a further service).",
        ),
        ("site", values.switch, "on", "Hours, closed days, counters, hotline (a further service)."),
        (
            "application",
            values.switch,
            "on",
            "Apply for auto-pay, e-bills, another plan (a further service).",
        ),
    ),
)
