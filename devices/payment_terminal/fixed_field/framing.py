"""One record on the line: STX, so many characters, ETX, and a check; ACK and NAK alone.

Bytes in, events out. No port, no clock, no meaning of what is in a record.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from devices.payment_terminal.handshake import Damaged, Frame, Heard, alone, only_frame
from devices.payment_terminal.handshake import Deframer as AnyDeframer

STX, ETX = 0x02, 0x03


def check(data: bytes) -> int:
    """All characters and ETX, XORed."""
    return reduce(xor, data, ETX)


def enclose(data: bytes) -> bytes:
    return bytes((STX, *data, ETX, check(data)))


def open_record(frame: bytes, length: int) -> bytes:
    """The characters of exactly one record of `length`. Raises BadFrame."""
    return only_frame(frame, Deframer(length), "record")


class Deframer(AnyDeframer):
    """Of records. Damage besides the common: `wrong_length`."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._body: bytearray | None = None  # None: outside a record
        self._closing = False  # ETX was there; the check comes next

    @property
    def midway(self) -> bool:
        return self._body is not None

    def forget(self) -> None:
        self._body, self._closing = None, False

    def _take(self, byte: int) -> Heard | None:
        if self._body is None:
            return self._outside(byte)
        if self._closing:
            return self._close(self._body, byte)
        match byte:
            case 0x02:  # the sender began anew
                self._body = bytearray()
                return Damaged("half_record")
            case 0x03:
                self._closing = True
                return None
        if len(self._body) == self._length:
            self.forget()
            return Damaged("too_long")
        self._body.append(byte)
        return None

    def _outside(self, byte: int) -> Heard | None:
        if byte == STX:
            self._body = bytearray()
            return None
        return alone(byte)

    def _close(self, body: bytearray, byte: int) -> Heard:
        self.forget()
        data = bytes(body)
        if byte != check(data):
            return Damaged("wrong_check")
        return Frame(data) if len(data) == self._length else Damaged("wrong_length")
