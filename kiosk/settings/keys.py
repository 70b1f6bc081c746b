"""The one table of settings: section, key, what it may be, default, one sentence. `kiosk.ini` is written from it.

The defaults are those of the demonstration: workbench devices, the CRM of this project on loopback.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.language import Era, Language
from kiosk.domain.money import EXPONENTS
from kiosk.settings import values
from kiosk.settings.values import Parse


@dataclass(frozen=True, slots=True)
class Key:
    """`secret` values never show in a fault."""

    section: str
    name: str
    parse: Parse
    default: str
    sentence: str
    secret: bool = False


#: Sections in the order of the file, and what they are about.
SECTIONS = {
    "kiosk": "This machine.",
    "brand": "Whose kiosk it is.",
    "site": "Where it stands and how people are reached.",
    "languages": "What a visit may be held in.",
    "home": "The tiles of the home screen; what is off cannot be reached by any way.",
    "receipt_printer": "The receipt printer (ESC/POS).",
    "card_reader": "The reader for the company's own membership cards; bank cards belong to the terminal.",
    "code_scanner": "The scanner for bills, on a serial line (never one that plays a keyboard).",
    "payment_terminal": "The payment terminal (ZVT).",
    "crm": "The centre.",
    "store": "The store, which is encrypted on the disk.",
    "payments": "What may be paid here.",
    "patience": "How long the kiosk waits for people.",
    "callback": "When agents call back.",
    "email": "Answers by e-mail.",
    "notice": "The privacy notice.",
    "survey": "The satisfaction survey.",
    "rating": "The question how it was.",
    "maintenance": "The technician's door.",
    "assist": "Floor staff who help a customer on at the panel.",
    "logs": "The log file.",
}

_DEMO_PIN = (
    "$argon2id$v=19$m=65536,t=3,p=1$8xfrBIdGZapu0GR9TouMfQ$JuvtuaL1FVkzMrzhz7gufGEzacbtvqPN//7hi85jRDU"
)
_DEMO_STAFF = (
    "2041:$argon2id$v=19$m=65536,t=3,p=1$ZdJNaXh9l65vi1ORnP/MIA$aZxina2BxZlIa4shnQ3OCJyXxbDE5Ula7X2nx1YfArs"
)
_phone = values.matching(r"\+?\d[\d -]{2,18}\d", "a telephone number", "0800-000-123")
_seconds = "seconds"
_ENDINGS = "@gmail.com, @yahoo.com.tw, @hotmail.com, @icloud.com, @outlook.com, @msa.hinet.net"


def _keys(section: str, *rows: tuple[str, Parse, str, str]) -> tuple[Key, ...]:
    return tuple(Key(section, *row, secret=row[0] in ("password", "pin_hash", "staff")) for row in rows)


KEYS: tuple[Key, ...] = (
    *_keys(
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
    *_keys(
        "brand",
        ("zh_hant", values.text, "晴川公用事業", "The company's name in Traditional Chinese."),
        ("en", values.text, "Qingchuan Utilities", "The company's name in English."),
        ("zh_hans", values.text, "晴川公用事业", "The company's name in Simplified Chinese."),
    ),
    *_keys(
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
    *_keys(
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
    *_keys(
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
    *_keys(
        "receipt_printer",
        (
            "port",
            values.port,
            "workbench/receipt_printer",
            "A device file, best by its /dev/serial/by-id name; a relative one lies in the data folder; empty: none.",
        ),
        ("baud", values.number_of(values.BAUDS), "115200", "The speed that is set on the printer."),
        (
            "flow",
            values.one_of(("none", "rtscts", "dsrdtr", "xonxoff")),
            "none",
            "How the printer asks for a pause on the wire.",
        ),
        ("width_dots", values.number_of((384, 512, 576)), "576", "Printable dots across the paper."),
        (
            "near_end_sensor",
            values.switch,
            "on",
            "Whether it measures that paper runs low; without, paper is shown as not measured.",
        ),
    ),
    *_keys(
        "card_reader",
        ("port", values.port, "workbench/card_reader", "As for the printer."),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the reader."),
        (
            "protocol",
            values.one_of(("stripe", "rdm6300")),
            "stripe",
            "What it speaks: stripe for magnetic cards, rdm6300 for 125 kHz tags.",
        ),
        (
            "prefixes",
            values.texts,
            "9901",
            "How the company's own card numbers begin (stripe); every other card is dropped unread.",
        ),
        (
            "tag_versions",
            values.tag_versions,
            "any",
            "The first two hex digits of the company's own tags (rdm6300), or any.",
        ),
    ),
    *_keys(
        "code_scanner",
        ("port", values.port, "workbench/code_scanner", "As for the printer."),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the scanner."),
        (
            "suffix",
            values.one_of(("cr", "lf", "crlf", "tab", "etx")),
            "cr",
            "What the scanner is set to send behind each code.",
        ),
        (
            "prefix",
            values.one_of(("none", "stx")),
            "none",
            "What it is set to send before each code; AIM identifiers are understood by themselves.",
        ),
    ),
    *_keys(
        "payment_terminal",
        ("port", values.port, "workbench/payment_terminal", "As for the printer."),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the terminal."),
        ("stop_bits", values.number_of((1, 2)), "2", "Stop bits of the terminal: 2 by the standard."),
        (
            "password",
            values.matching(r"\d{6}", "six digits", "000000"),
            "000000",
            "The terminal's password for cash registers.",
        ),
        (
            "currency",
            values.one_of(EXPONENTS),
            "TWD",
            "The ISO 4217 code of what is charged; all amounts here are in it.",
        ),
        (
            "answer_seconds",
            values.whole(5, 180, _seconds),
            "90",
            "The longest silence in mid-payment before the terminal is told to stop.",
        ),
    ),
    *_keys(
        "crm",
        (
            "url",
            values.centre_url,
            "http://127.0.0.1:8800",
            "Where the centre answers; https, unless it runs on this machine.",
        ),
        (
            "poll_seconds",
            values.whole(1, 300, _seconds),
            "8",
            "The longest time without asking the centre: how soon a broken line is noticed.",
        ),
        (
            "timeout_seconds",
            values.whole(1, 60, _seconds),
            "5",
            "How long one question to the centre may take.",
        ),
        ("batch", values.whole(1, 500, "records"), "50", "How many records are sent at a time."),
    ),
    *_keys(
        "store",
        ("keys", values.folder, "keys", "The folder of its key; a relative one lies in the data folder."),
        ("recovery_key", values.recovery_key, "", "What python -m crm recovery-key printed; empty: none."),
    ),
    *_keys(
        "payments",
        ("cap", values.amount, "50000", "The most that one payment may come to."),
        (
            "offline",
            values.switch,
            "off",
            "Whether bills may be paid while the centre cannot be reached.",
        ),
        ("offline_cap", values.amount, "2000", "The most that one such payment may come to."),
        (
            "offline_count",
            values.whole(1, 999, "payments"),
            "20",
            "How many such payments may wait for the centre before no more are taken.",
        ),
        (
            "copies",
            values.whole(0, 20, "copies"),
            "3",
            "How many copies of one proof this kiosk prints, each marked and numbered.",
        ),
        ("slip_days", values.whole(0, 30, "days"), "3", "How long a slip for the counter is good; 0: none."),
        (
            "fresh_minutes",
            values.whole(1, 120, "minutes"),
            "15",
            "How old an amount on the screen may be when it is paid; after that it is asked for again.",
        ),
        (
            "inquiries",
            values.whole(1, 20, "questions"),
            "5",
            "How often the terminal is asked for a lost answer before the payment is left in doubt.",
        ),
        (
            "inquiry_pause_seconds",
            values.whole(1, 60, _seconds),
            "2",
            "The pause between two such questions.",
        ),
    ),
    *_keys(
        "patience",
        (
            "idle_seconds",
            values.whole(30, 900, _seconds),
            "120",
            "After this long without a touch a visit ends.",
        ),
        (
            "warning_seconds",
            values.whole(20, 300, _seconds),
            "30",
            "How long before that the customer is warned and may ask for more time.",
        ),
        (
            "done_seconds",
            values.whole(10, 300, _seconds),
            "60",
            "How long the result of a finished task stands.",
        ),
        (
            "charge_seconds",
            values.whole(30, 290, _seconds),
            "90",
            "How long a customer may take at the terminal.",
        ),
        (
            "broken_seconds",
            values.whole(3, 60, _seconds),
            "8",
            "How long the screen after a bug stands before the kiosk begins anew.",
        ),
        (
            "maintenance_seconds",
            values.whole(60, 3600, _seconds),
            "600",
            "After this long without a touch maintenance mode ends.",
        ),
    ),
    *_keys(
        "callback",
        (
            "windows",
            values.windows,
            "09:00-12:00, 13:00-15:00, 15:00-17:00",
            "The windows that customers may choose, in local time.",
        ),
        ("weekdays", values.weekdays, "mon, tue, wed, thu, fri", "The days on which agents call."),
        (
            "soonest_minutes",
            values.whole(30, 480, "minutes"),
            "120",
            "Within how many minutes as soon as possible is kept while agents are there.",
        ),
    ),
    *_keys(
        "email",
        ("offered", values.switch, "on", "Customers may choose to be answered by e-mail."),
        ("endings", values.email_endings, _ENDINGS, "Typed at one touch, six at most; empty: none."),
    ),
    *_keys(
        "notice",
        (
            "version",
            values.matching(r"[\w.-]{1,20}", "a version", "2026-11"),
            "2026-11",
            "The version of the privacy notice that is shown; it is stored with every request.",
        ),
    ),
    *_keys(
        "survey",
        (
            "url",
            values.survey_url,
            "https://www.example.com/survey",
            "The address behind the QR code on paper; empty: no survey.",
        ),
    ),
    *_keys(
        "rating",
        (
            "every",
            values.whole(0, 1000, "visits"),
            "5",
            "At every so manyth visit a customer is asked how it was, once; 0: never.",
        ),
    ),
    *_keys(
        "maintenance",
        (
            "pin_hash",
            values.pin_hash,
            _DEMO_PIN,
            "The argon2id hash of the technician's PIN; as shipped that of the demonstration, 739164: change it.",
        ),
        ("tries", values.whole(3, 10, "tries"), "5", "How many wrong PINs lock the door."),
        ("lock_minutes", values.whole(1, 1440, "minutes"), "15", "For how long it is then locked."),
    ),
    *_keys(
        "assist",
        (
            "staff",
            values.staff,
            _DEMO_STAFF,
            "Staff numbers, each with : and its PIN's hash, blanks between them; as shipped 2041 with 526813: change it.",
        ),
        ("more_minutes", values.whole(1, 30, "minutes"), "5", "What one touch of theirs adds to the time."),
        ("calls", values.switch, "on", "Whether customers may call them here; the desk hears it at once."),
    ),
    *_keys(
        "logs",
        (
            "level",
            values.one_of(("debug", "info", "warning", "error")),
            "info",
            "From which weight on lines are kept.",
        ),
        ("keep_days", values.whole(1, 365, "days"), "14", "After how many days a log file is deleted."),
    ),
)
