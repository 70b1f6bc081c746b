"""What technicians may change at the panel, and how each value is given there.

Not here, so only in the file: who the kiosk is and whose, its currency, everything secret, and texts in other scripts.
"""

from __future__ import annotations

from kiosk.domain.setting import Means
from kiosk.settings import values
from kiosk.settings.reading import Name

SWITCH = ("on", "off")
#: Devices of this machine, as they are found; the driver's own speeds and words are the reader's business.
PORT = Means.CHOICE, ()
DIGITS, LETTERS = (Means.DIGITS, ()), (Means.LETTERS, ())


def _one_of(*words: str) -> tuple[Means, tuple[str, ...]]:
    return Means.CHOICE, words


AT_PANEL: dict[Name, tuple[Means, tuple[str, ...]]] = {
    ("site", "hotline"): LETTERS,
    ("site", "calls_from"): LETTERS,
    ("site", "wait_minutes"): DIGITS,
    ("languages", "offered"): _one_of(
        "zh-Hant, en, zh-Hans", "en, zh-Hant, zh-Hans", "zh-Hans, zh-Hant, en", "zh-Hant, en", "zh-Hant"
    ),
    ("languages", "era"): _one_of("common", "roc"),
    **{
        ("home", name): _one_of(*SWITCH)
        for name in (
            "pay",
            "account",
            "faq",
            "callback",
            "feedback",
            "services",
            "booking",
            "cases",
            "site",
            "application",
        )
    },
    **{
        (section, name): how
        for section in ("receipt_printer", "receipt_printer_2")
        for name, how in {
            "port": PORT,
            "baud": DIGITS,
            "flow": _one_of("none", "rtscts", "dsrdtr", "xonxoff"),
            "width_dots": _one_of("360", "384", "512", "576"),
            "dpi": _one_of("180", "203"),
            "letters": _one_of("raster", "big5", "gb18030"),
            "near_end_sensor": _one_of(*SWITCH),
            "confirmation": _one_of("auto", "process_id", "paper_sensor", "none"),
            "presenter": _one_of("none", "gs_e"),
        }.items()
    },
    ("card_reader", "port"): PORT,
    ("card_reader", "baud"): DIGITS,
    ("card_reader", "protocol"): _one_of(*values.READERS),
    ("card_reader", "prefixes"): LETTERS,
    ("card_reader", "take_seconds"): DIGITS,
    ("card_reader", "after_power_cut"): _one_of("give_back", "keep"),
    ("code_scanner", "port"): PORT,
    ("code_scanner", "baud"): DIGITS,
    ("code_scanner", "suffix"): _one_of("cr", "lf", "crlf", "tab", "etx"),
    ("code_scanner", "prefix"): _one_of("none", "stx"),
    ("code_scanner", "trigger"): _one_of("none", "honeywell"),
    ("payment_terminal", "port"): PORT,
    ("payment_terminal", "baud"): DIGITS,
    ("payment_terminal", "stop_bits"): _one_of("1", "2"),
    ("payment_terminal", "terminal_id"): LETTERS,
    ("payment_terminal", "own_number"): _one_of(*SWITCH),
    ("payment_terminal", "answer_seconds"): DIGITS,
    ("crm", "url"): LETTERS,
    ("crm", "poll_seconds"): DIGITS,
    ("crm", "timeout_seconds"): DIGITS,
    ("crm", "batch"): DIGITS,
    ("payments", "cap"): DIGITS,
    ("payments", "offline"): _one_of(*SWITCH),
    ("payments", "offline_cap"): DIGITS,
    ("payments", "offline_count"): DIGITS,
    ("payments", "offline_hours"): DIGITS,
    ("payments", "copies"): DIGITS,
    ("payments", "no_printer"): _one_of("refuse", "ask", "always"),
    ("payments", "fresh_minutes"): DIGITS,
    ("payments", "inquiries"): DIGITS,
    ("payments", "inquiry_pause_seconds"): DIGITS,
    ("patience", "idle_seconds"): DIGITS,
    ("patience", "warning_seconds"): DIGITS,
    ("patience", "done_seconds"): DIGITS,
    ("patience", "charge_seconds"): DIGITS,
    ("patience", "broken_seconds"): DIGITS,
    ("patience", "gone_seconds"): DIGITS,
    ("patience", "maintenance_seconds"): DIGITS,
    ("callback", "windows"): LETTERS,
    ("callback", "soonest_minutes"): DIGITS,
    ("notice", "version"): LETTERS,
    ("survey", "url"): LETTERS,
    ("rating", "every"): DIGITS,
    ("maintenance", "tries"): DIGITS,
    ("maintenance", "lock_minutes"): DIGITS,
    ("logs", "level"): _one_of("debug", "info", "warning", "error"),
    ("logs", "keep_days"): DIGITS,
}
