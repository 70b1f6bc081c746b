"""What a ZVT message says, as JSON-ready values. For technicians and for whoever writes a driver; pure.

Card numbers are cut as everywhere in this house, and a password is not told.
"""

from __future__ import annotations

import re
from dataclasses import asdict

from devices.frames import BadFrame
from devices.payment_terminal.zvt.apdu import Apdu, Command, parse_apdu
from devices.payment_terminal.zvt.fields import STATUSES, parse_fields
from devices.payment_terminal.zvt.framing import open_block
from devices.payment_terminal.zvt.status import status_of
from devices.payment_terminal.zvt.tables import result_text, stage_of

_LONG_NUMBER = re.compile(r"\d{9,15}(?=\d{4})")
_PASSWORD = 3  # bytes
_ONLY_A_PASSWORD = (Command.SEND_TOTALS, Command.END_OF_DAY, Command.STATUS_ENQUIRY)


def zvt(data: bytes) -> dict[str, object]:
    """A ZVT message, bare (as over TCP) or as a serial block. Raises BadFrame."""
    message = parse_apdu(open_block(data) if data[:2] == b"\x10\x02" else data)
    return {"command": f"{message.command:04X}", "name": _name(message), **_content(message)}


def _name(message: Apdu) -> str:
    if message.refusal is not None:
        return "refusal"
    return Command(message.command).name.lower() if message.command in tuple(Command) else "unknown"


def _content(message: Apdu) -> dict[str, object]:
    if message.refusal is not None:
        return {"result": result_text(message.refusal)}
    match message.command:
        case Command.STATUS_INFORMATION:
            return _status(message.data)
        case Command.INTERMEDIATE_STATUS:
            return _intermediate(message.data)
        case Command.ABORTED:
            return {"result": result_text(message.data[0])} if message.data else {}
        case Command.AUTHORISATION:
            return _authorisation(message.data)
        case Command.REGISTRATION if len(message.data) >= 6:
            return {"config_byte": f"{message.data[3]:02X}", "currency": message.data[4:6].hex()}
        case Command.REVERSAL:
            return {"receipt": status_of(parse_fields(_behind_password(message), strict=True)).receipt}
        case Command.REPEAT_RECEIPT:
            return {"service_byte": _behind_password(message)[1:2].hex().upper()}
        case Command.PRINT_LINE:
            return {"text": _printed(message.data[1:].decode("cp437"))}
        case Command.PRINT_TEXT:
            return {"texts": [_printed(line) for line in parse_fields(message.data, strict=True).texts]}
    if message.command in _ONLY_A_PASSWORD:
        return {"more": _behind_password(message).hex()}
    return {"length": len(message.data)}


def _behind_password(message: Apdu) -> bytes:
    if len(message.data) < _PASSWORD:
        raise BadFrame("cut_short")
    return message.data[_PASSWORD:]


def _authorisation(data: bytes) -> dict[str, object]:
    fields = parse_fields(data, strict=True)
    status, statuses = status_of(fields), fields.values.get(STATUSES, b"\0")[0]
    said: dict[str, object] = {"minor": status.minor, "currency": status.currency}
    return {**said, "goods_asked_for": statuses} if statuses else said


def _status(data: bytes) -> dict[str, object]:
    fields = parse_fields(data, strict=True)
    said = asdict(status_of(fields))
    if said["result"] is not None:
        said["result"] = result_text(said["result"])
    said["not_read"] = [f"{number:02X}" for number in fields.dropped]
    return said


def _intermediate(data: bytes) -> dict[str, object]:
    if not data:
        raise BadFrame("cut_short")
    # One byte of state, perhaps one of time in minutes, perhaps a container with the terminal's own words.
    container = data[2:] if data[2:3] == b"\x06" else data[1:]
    texts = parse_fields(container, strict=True).texts if len(container) > 1 else ()
    return {"state": f"{data[0]:02X}", "stage": stage_of(data[0]).value, "texts": list(texts)}


def _printed(text: str) -> str:
    return _LONG_NUMBER.sub("", text)
