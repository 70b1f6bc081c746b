"""Reads a recording of a ZVT line, by itself: no code of the driver or the emulator is used here.

From the bytes alone it says which requests for money reached the terminal whole, and which transactions the terminal
told of, whoever was listening (PA00P015: 06 01 authorisation, 06 30 reversal, 04 0F status, 06 1E abort; PA00P016:
blocks).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.proof.bench import Event
from tests.proof.recording import Asked, Reader, Request, Told

DLE, STX, ETX = 0x10, 0x02, 0x03
AUTHORISE, REVERSE, STATUS, ABORT = 0x0601, 0x0630, 0x040F, 0x061E
APPROVED, REVERSED = 0x00, 0xB4
_LENGTHS = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x05, 0x19, 0x27, 0x8A, 0x8C, 0xA0), 1),
    **dict.fromkeys((0x0D, 0x0E, 0x17, 0x3A, 0x49, 0x87), 2),
    **dict.fromkeys((0x0B, 0x0C, 0x37, 0x3D, 0x88, 0xAA), 3),
    0x29: 4,
    0xBA: 5,
    0x04: 6,
    0x3B: 8,
    0x2A: 15,
}
_COUNTED = {0x22: 2, 0x23: 2, 0x2D: 2, 0x8B: 2, 0x24: 3, 0x3C: 3, 0x60: 3}


def heard(events: Sequence[Event]) -> list[Request]:
    """What the terminal was asked to do with money."""
    found = []
    for index, apdu in blocks(events, "in"):
        command, data = _command(apdu)
        if command in (AUTHORISE, REVERSE):
            fields = bitmaps(data[3:] if command == REVERSE else data)
            asked = Asked.CHARGE if command == AUTHORISE else Asked.GIVE_BACK
            found.append(Request(index, asked, _number(fields, 0x04), _number(fields, 0x87)))
    return found


def told(events: Sequence[Event]) -> list[Told]:
    """What the terminal said of transactions."""
    found = []
    for index, apdu in blocks(events, "out"):
        command, data = _command(apdu)
        fields = bitmaps(data) if command == STATUS else {}
        if 0x0B in fields and 0x04 in fields:
            result = fields[0x27][0] if 0x27 in fields else -1
            trace, receipt, minor, original = (_number(fields, bmp) for bmp in (0x0B, 0x87, 0x04, 0x37))
            approved, back = result == APPROVED, result == REVERSED
            found.append(Told(index, approved, back, trace, receipt, minor, original))
    return found


def already(events: Sequence[Event]) -> list[int]:
    """When it said that what it was to give back went back before (06 1E, B4)."""
    commands = ((index, *_command(apdu)) for index, apdu in blocks(events, "out"))
    return [index for index, command, data in commands if command == ABORT and data[:1] == bytes((REVERSED,))]


def blocks(events: Sequence[Event], way: str) -> Iterator[tuple[int, bytes]]:
    """The whole blocks of one direction whose check is right, each with the index of the event that ended it."""
    body: bytearray | None = None
    escaped, checks = False, bytearray()
    closing = False
    for index, event in enumerate(events):
        for byte in event.what if event.kind == way else b"":
            if closing:
                checks.append(byte)
                if len(checks) == 2:
                    if body is not None and bytes(checks) == _crc(bytes(body)):
                        yield index, bytes(body)
                    body, closing = None, False
                    checks.clear()
            elif escaped:
                escaped = False
                if byte == STX:
                    body = bytearray()
                elif byte == ETX and body is not None:
                    closing = True
                elif byte == DLE and body is not None:
                    body.append(byte)
                else:
                    body = None
            elif byte == DLE:
                escaped = True
            elif body is not None:
                body.append(byte)


def bitmaps(data: bytes) -> dict[int, bytes]:
    """The fields up to the first that is not known."""
    found, at = {}, 0
    while at < len(data):
        number, at = data[at], at + 1
        if number in _LENGTHS:
            length = _LENGTHS[number]
        elif number in _COUNTED:
            digits = data[at : at + _COUNTED[number]]
            length, at = int("".join(str(each & 0xF) for each in digits) or 0), at + _COUNTED[number]
        elif number == 0x06 and at < len(data):
            length, at = _ber(data, at)
        else:
            break
        found[number] = data[at : at + length]
        at += length
    return found


def _ber(data: bytes, at: int) -> tuple[int, int]:
    first = data[at]
    if first < 0x80:
        return first, at + 1
    size = first & 0x7F
    return int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _command(apdu: bytes) -> tuple[int, bytes]:
    if len(apdu) < 3:
        return 0, b""
    start = 5 if apdu[2] == 0xFF else 3
    return int.from_bytes(apdu[:2], "big"), apdu[start:]


def _number(fields: dict[int, bytes], number: int) -> int:
    digits = fields.get(number, b"").hex()
    return int(digits) if digits.isdigit() else 0


def _crc(body: bytes) -> bytes:
    """CRC-16/KERMIT over body and ETX, low byte first."""
    value = 0
    for byte in body + bytes((ETX,)):
        for bit in range(8):
            mix = (value ^ byte >> bit) & 1
            value = value >> 1 ^ (0x8408 if mix else 0)
    return value.to_bytes(2, "little")


READER = Reader(heard, told, already)
