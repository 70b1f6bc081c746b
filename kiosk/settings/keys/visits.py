"""What a visit may be: money, patience, calls, words."""

from __future__ import annotations

from kiosk.settings import values
from kiosk.settings.keys.key import Key, keys

_ENDINGS = "@gmail.com, @yahoo.com.tw, @hotmail.com, @icloud.com, @outlook.com, @msa.hinet.net"
_seconds = "seconds"

KEYS: tuple[Key, ...] = (
    *keys(
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
            "offline_hours",
            values.whole(1, 240, "hours"),
            "24",
            "How long one such payment may wait for the centre before no more are taken.",
        ),
        (
            "copies",
            values.whole(0, 20, "copies"),
            "3",
            "How many copies of one proof this kiosk prints, each marked and numbered.",
        ),
        (
            "receipt_page",
            values.survey_url,
            "",
            "The centre's public page of receipts, behind a code that customers photograph; empty: paper only.",
        ),
        ("receipt_days", values.whole(1, 366, "days"), "30", "How long such a code opens its receipt."),
        (
            "no_printer",
            values.one_of(("refuse", "ask", "always")),
            "ask",
            "Whether a payment is taken while no proof can be printed: refuse, ask before it, or always.",
        ),
        ("slip_days", values.whole(0, 30, "days"), "3", "How long a slip for the counter is good; 0: none."),
        (
            "issue_of_goods",
            values.switch,
            "off",
            "Whether the terminal holds an approved payment until the centre said once more that its bills take it,"
            " and takes it back by itself if they do not.",
        ),
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
    *keys(
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
            "gone_seconds",
            values.whole(10, 120, _seconds),
            "10",
            "How long after the sensor of [cabinet] saw the customer go a visit ends.",
        ),
        (
            "maintenance_seconds",
            values.whole(60, 3600, _seconds),
            "600",
            "After this long without a touch maintenance mode ends.",
        ),
        (
            "attract_loop",
            values.switch,
            "on",
            "Whether the resting screen tells what there is in turn once nobody has come for a minute.",
        ),
    ),
    *keys(
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
    *keys(
        "email",
        ("offered", values.switch, "on", "Customers may choose to be answered by e-mail."),
        ("endings", values.email_endings, _ENDINGS, "Typed at one touch, six at most; empty: none."),
    ),
    *keys(
        "notice",
        (
            "version",
            values.matching(r"[\w.-]{1,20}", "a version", "2026-11"),
            "2026-11",
            "The version of the privacy notice that is shown; it is stored with every request.",
        ),
    ),
    *keys(
        "survey",
        (
            "url",
            values.survey_url,
            "https://www.example.com/survey",
            "The address behind the QR code on paper; empty: no survey.",
        ),
    ),
    *keys(
        "rating",
        (
            "every",
            values.whole(0, 1000, "visits"),
            "5",
            "At every so manyth visit a customer is asked how it was, once; 0: never.",
        ),
    ),
)
