"""The log: JSON lines in DIR/logs/kiosk.log, a new file every day, nothing of a customer in it.

Every line passes one filter before it is written: runs of nine and more digits (card, phone and account numbers, with
spaces or dashes between) and words marked as secret are masked, in the message, its arguments and the traceback alike.
Who logs should not log such things; this is the net below. Standard library only, so that it works when all else fails.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import time
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

from kiosk.domain.upkeep import TOPIC_WORDS, LogLevel, LogLine, LogTopic

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
#: How much of the log's end is looked at.
READ_BACK = 256 * 1024
_LEVELS = ("debug", "info", "warning", "error", "critical")
_HEAVIER = {level: _LEVELS[_LEVELS.index(level.value) :] for level in LogLevel}

#: Libraries whose chatter at `debug` would repeat headers, bodies and raw bytes.
QUIET = ("urllib3", "PIL", "http_message_signatures", "kivy")


def redact(text: str) -> str:
    """`text` with long numbers and marked words masked; the last three digits of a number stay, to tell two apart."""
    return _NUMBER.sub(_mask, _MARKED.sub(rf"\g<name>{MASK}", text))


def _mask(found: re.Match[str]) -> str:
    return found["known"] or MASK + found[0][-3:]


class LogFile:
    """The port `Logs`: today's file, from its end. Lines are redacted already when they are written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "kiosk.log"

    def last(self, count: int, level: LogLevel, topic: LogTopic = LogTopic.ALL) -> tuple[LogLine, ...]:
        try:
            with self._path.open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - READ_BACK))
                tail = file.read().decode(errors="replace").splitlines()
        except OSError:
            return ()
        lines = (_line(text) for text in reversed(tail))
        heavy = _HEAVIER[level]
        fit = (line for line in lines if line and line.level in heavy and _is_about(line, topic))
        return tuple(itertools.islice(fit, count))


def _is_about(line: LogLine, topic: LogTopic) -> bool:
    words, said = TOPIC_WORDS[topic], f"{line.where} {line.says}".lower()
    return not words or any(word in said for word in words)


def _line(text: str) -> LogLine | None:
    try:
        said = json.loads(text)
        return LogLine(*(str(said[name]) for name in ("at", "level", "where", "says")))
    except (ValueError, KeyError, TypeError):
        return None  # cut in two by the place where reading began


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
