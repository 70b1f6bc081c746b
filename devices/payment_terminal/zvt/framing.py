"""ZVT on a serial line: blocks between DLE STX and DLE ETX, a check behind, ACK and NAK alone (PA00P016).

Bytes in, events out. No port, no clock, no meaning of what is inside a block.
"""

from __future__ import annotations

from enum import Enum, auto

from devices.payment_terminal.handshake import Damaged, Frame, Heard, alone, only_frame
from devices.payment_terminal.handshake import Deframer as AnyDeframer

STX, ETX, DLE = 0x02, 0x03, 0x10
#: Longest APDU taken in. The standard allows 64 kB; receipts, the longest there are, stay under 2 kB.
LONGEST_APDU = 8192


def kermit(data: bytes) -> int:
    """CRC-16/KERMIT (polynomial 1021h reflected, from 0)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc


def check(apdu: bytes) -> bytes:
    """Over the APDU and ETX, low byte first."""
    return kermit(apdu + bytes((ETX,))).to_bytes(2, "little")


def enclose(apdu: bytes) -> bytes:
    """A block ready for the line: every DLE within is doubled."""
    return bytes((DLE, STX)) + apdu.replace(b"\x10", b"\x10\x10") + bytes((DLE, ETX)) + check(apdu)


def open_block(frame: bytes) -> bytes:
    """The APDU of exactly one block. Raises BadFrame."""
    return only_frame(frame, Deframer(), "block")


class _Place(Enum):
    OUTSIDE = auto()
    OUTSIDE_DLE = auto()
    INSIDE = auto()
    INSIDE_DLE = auto()
    CHECK = auto()


class Deframer(AnyDeframer):
    """Of blocks. Damage besides the common: `bad_escape`."""

    def __init__(self) -> None:
        self._place = _Place.OUTSIDE
        self._body = bytearray()
        self._check = bytearray()

    @property
    def midway(self) -> bool:
        return self._place is not _Place.OUTSIDE

    def forget(self) -> None:
        self._place = _Place.OUTSIDE
        self._body.clear()
        self._check.clear()

    def _take(self, byte: int) -> Heard | None:
        match self._place:
            case _Place.OUTSIDE:
                return self._outside(byte)
            case _Place.OUTSIDE_DLE:
                return self._begin(byte)
            case _Place.INSIDE:
                return self._inside(byte)
            case _Place.INSIDE_DLE:
                return self._escaped(byte)
            case _Place.CHECK:
                return self._close(byte)

    def _outside(self, byte: int) -> Heard | None:
        if byte == DLE:
            self._place = _Place.OUTSIDE_DLE
            return None
        return alone(byte)

    def _begin(self, byte: int) -> Heard | None:
        if byte == STX:
            self._body.clear()
            self._place = _Place.INSIDE
            return None
        if byte != DLE:
            self._place = _Place.OUTSIDE
        return Damaged("noise")

    def _inside(self, byte: int) -> Heard | None:
        if byte == DLE:
            self._place = _Place.INSIDE_DLE
            return None
        return self._keep(byte)

    def _escaped(self, byte: int) -> Heard | None:
        self._place = _Place.INSIDE
        match byte:
            case 0x10:
                return self._keep(byte)
            case 0x03:
                self._place = _Place.CHECK
                return None
            case 0x02:  # the sender began anew
                self._body.clear()
                return Damaged("half_block")
        return self._give_up("bad_escape")

    def _keep(self, byte: int) -> Heard | None:
        if len(self._body) == LONGEST_APDU:
            return self._give_up("too_long")
        self._body.append(byte)
        return None

    def _close(self, byte: int) -> Heard | None:
        self._check.append(byte)
        if len(self._check) < 2:
            return None
        apdu, right = bytes(self._body), self._check == check(bytes(self._body))
        self.forget()
        return Frame(apdu) if right else Damaged("wrong_check")

    def _give_up(self, reason: str) -> Heard:
        self.forget()
        return Damaged(reason)
