"""The centre, the store that keeps what goes there, and the log."""

from __future__ import annotations

from kiosk.settings import values
from kiosk.settings.keys.key import Key, keys

_seconds = "seconds"

KEYS: tuple[Key, ...] = (
    *keys(
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
        (
            "ca_file",
            values.file_or_none,
            "",
            "The certificate of the company's own authority (PEM): then no other is trusted; a relative one lies in the"
            " data folder; empty: those of the system.",
        ),
        ("batch", values.whole(1, 500, "records"), "50", "How many records are sent at a time."),
    ),
    *keys(
        "store",
        ("keys", values.folder, "keys", "The folder of its key; a relative one lies in the data folder."),
        (
            "recovery_key",
            values.recovery_key,
            "",
            "What python -m crm recovery-key printed; empty: what the centre told when this kiosk enrolled.",
        ),
    ),
    *keys(
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
