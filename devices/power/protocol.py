"""The text protocol of NUT's `upsd` (RFC 9271): one line a question, one line an answer. Bytes and meaning, no IO."""

from __future__ import annotations

import re

from kiosk.ports import BadReply, NoReply, Refused

PORT = 3493
#: What is asked, in this order; only the first must be known.
STATUS, CHARGE, RUNTIME = "ups.status", "battery.charge", "battery.runtime"
LONGEST = 512  # bytes of a line
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
#: The daemon is there and the battery's driver is not, or hears nothing from it.
SILENT = ("DATA-STALE", "DRIVER-NOT-CONNECTED")
UNKNOWN = "VAR-NOT-SUPPORTED"
_VAR = re.compile(rf'VAR ({NAME}) ([a-z0-9.]+) "([ !#-\[\]-~]*)"')
_ERROR = re.compile(r"ERR ([A-Z-]+)(?: .*)?")


def question(ups: str, variable: str) -> bytes:
    return f"GET VAR {ups} {variable}\n".encode("ascii")


def answer(line: bytes, ups: str, variable: str) -> str | None:
    """The value; None: this battery does not measure it. Raises NoReply, Refused or BadReply."""
    text = line.decode("ascii", "replace").strip()
    if (error := _ERROR.fullmatch(text)) is not None:
        _refuse(error[1])
        return None
    told = _VAR.fullmatch(text)
    if told is None or (told[1], told[2]) != (ups, variable):
        raise BadReply("not an answer to this question", heard=line[:LONGEST])
    return told[3]


def _refuse(code: str) -> None:
    """What is not measured is no failure."""
    if code in SILENT:
        raise NoReply(f"upsd does not hear the battery ({code})")
    if code != UNKNOWN:
        raise Refused(f"upsd says {code}")
