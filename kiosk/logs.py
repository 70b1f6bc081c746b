"""The log: JSON lines in DIR/logs/kiosk.log, a new file every day, nothing of a customer in it.

Every line passes one filter before it is written: runs of nine and more digits (card, phone and account numbers, with
spaces or dashes between) and words marked as secret are masked, in the message, its arguments and the traceback alike.
Who logs should not log such things; this is the net below. Standard library only, so that it works when all else fails.
"""

from __future__ import annotations

import json
import logging
import re
import time
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

#: From nine digits on a number may be somebody's. Ids of records and dates look alike but are nobody's.
_NUMBER = re.compile(
    r"(?P<known>\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b|\b20\d\d-[01]\d-[0-3]\d(?!\d))"
    r"|\+?\d(?:[ \-]?\d){8,}"
)
_MARKED = re.compile(
    r"(?P<name>\b(?:pass(?:word|wd)?|pin|secret|token|grant|card|phone|otp|authorization|cookie)[\w-]*"
    r"[\"']?\s*[:=]\s*)(?P<secret>\"[^\"]*\"|'[^']*'|\S+)",
    re.IGNORECASE,
)
MASK = "•••"

#: Libraries whose chatter at `debug` would repeat headers, bodies and raw bytes.
QUIET = ("urllib3", "PIL", "http_message_signatures", "kivy")


def redact(text: str) -> str:
    """`text` with long numbers and marked words masked; the last three digits of a number stay, to tell two apart."""
    return _NUMBER.sub(_mask, _MARKED.sub(rf"\g<name>{MASK}", text))


def _mask(found: re.Match[str]) -> str:
    return found["known"] or MASK + found[0][-3:]


class JsonLines(logging.Formatter):
    """One JSON object a line: at (UTC), level, where, says, and trace where there is one. All of it redacted."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "where": record.name,
            "says": redact(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def start_logging(folder: Path, level: str = "info", keep_days: int = 14) -> logging.Handler:
    """Sends all logging of this process to `folder`/kiosk.log, for this user's eyes only.

    Returns the handler, to be given to `stop_logging`. Raises OSError when the folder cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "kiosk.log"
    path.touch(mode=0o600)
    handler = TimedRotatingFileHandler(
        path, when="midnight", backupCount=keep_days, encoding="utf-8", utc=True
    )
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.setLevel(level.upper())
    root.addHandler(handler)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def stop_logging(handler: logging.Handler) -> None:
    logging.getLogger().removeHandler(handler)
    handler.close()
