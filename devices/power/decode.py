"""What a line of NUT says, as JSON-ready values. For technicians; pure."""

from __future__ import annotations

import re

from devices.frames import BadFrame
from devices.power.protocol import NAME, STATUS, answer
from kiosk.ports import DeviceError

_VARIABLE = r"[a-z0-9.]+"
_QUESTION = re.compile(rf"GET VAR ({NAME}) ({_VARIABLE})")
_ANSWER = re.compile(rf"VAR ({NAME}) ({_VARIABLE}) .*")
_ERROR = re.compile(r"ERR ([A-Z-]+)(?: .*)?")
#: Words of `ups.status`.
WORDS = {
    "OL": "on mains",
    "OB": "on battery",
    "LB": "battery low",
    "HB": "battery high",
    "RB": "battery to be replaced",
    "CHRG": "charging",
    "DISCHRG": "discharging",
    "BYPASS": "bypassed",
    "CAL": "calibrating",
    "OFF": "off",
    "OVER": "overloaded",
    "TRIM": "trims the voltage",
    "BOOST": "boosts the voltage",
    "FSD": "shuts down",
}


def nut(data: bytes) -> dict[str, object]:
    """One line, either way. Raises BadFrame."""
    try:
        text = data.decode("ascii").rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadFrame("not_ascii") from None
    if (asked := _QUESTION.fullmatch(text)) is not None:
        return {"question": asked[2], "ups": asked[1]}
    if (error := _ERROR.fullmatch(text)) is not None:
        return {"error": error[1]}
    told = _ANSWER.fullmatch(text)
    if told is None:
        raise BadFrame("no_line")
    return {"ups": told[1], "variable": told[2], **_value(data, told[1], told[2])}


def _value(data: bytes, ups: str, variable: str) -> dict[str, object]:
    try:
        value = answer(data, ups, variable) or ""
    except DeviceError:
        raise BadFrame("no_line") from None
    if variable != STATUS:
        return {"value": value}
    return {"value": value, "says": [WORDS.get(word, "unknown") for word in value.split()]}
