"""What a device server says of modem lines, or is told (RFC 2217), as JSON-ready values. For technicians; pure."""

from __future__ import annotations

import re

from devices.frames import BadFrame

#: IAC SB COM-PORT-OPTION, a command, its value with every IAC doubled, IAC SE.
_OPTION = re.compile(rb"\xff\xfa\x2c(.)((?:[^\xff]|\xff\xff)*)\xff\xf0", re.DOTALL)
SET_CONTROL, NOTIFY_MODEM_STATE = 5, 107
FROM_SERVER = 100  # what the server acknowledges is 100 more than what was asked
_LINES = {"cd": 0x80, "ri": 0x40, "dsr": 0x20, "cts": 0x10}
_CONTROL = {
    5: ("break", True),
    6: ("break", False),
    8: ("dtr", True),
    9: ("dtr", False),
    11: ("rts", True),
    12: ("rts", False),
}


def rfc2217(data: bytes) -> dict[str, object]:
    """A row of options of the serial port. Raises BadFrame."""
    said: list[dict[str, object]] = []
    at = 0
    for found in _OPTION.finditer(data):
        if found.start() != at:
            break
        said.append(_said(found[1][0], found[2].replace(b"\xff\xff", b"\xff")))
        at = found.end()
    if not said or at != len(data):
        raise BadFrame("no_option")
    return {"options": said}


def _said(command: int, value: bytes) -> dict[str, object]:
    if command == NOTIFY_MODEM_STATE and len(value) == 1:
        return {"lines": {name: bool(value[0] & bit) for name, bit in _LINES.items()}}
    if command % FROM_SERVER == SET_CONTROL and len(value) == 1 and value[0] in _CONTROL:
        line, on = _CONTROL[value[0]]
        return {"set": line, "on": on, "acknowledged": command >= FROM_SERVER}
    return {"option": command, "value": value.hex()}
