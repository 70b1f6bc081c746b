"""One record on the line: STX, so many characters, ETX, and a check; ACK and NAK alone.

Bytes in, events out. No port, no clock, no meaning of what is in a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from devices.frames import BadFrame

STX, ETX, ACK, NAK = 0x02, 0x03, 0x06, 0x15


@dataclass(frozen=True, slots=True)
class Record:
    """A whole record with a right check. Its characters may hold a card number, so they are shown to nobody."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acked:
    """The other side has our record."""


@dataclass(frozen=True, slots=True)
class Nacked:
    """The other side heard something that was no record."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """`reason`: `noise`, `half_record`, `wrong_length`, `too_long`, `wrong_check`."""

    reason: str


Heard = Record | Acked | Nacked | Damaged


def check(data: bytes) -> int:
    """All characters and ETX, XORed."""
    return reduce(xor, data, ETX)


def enclose(data: bytes) -> bytes:
    return bytes((STX, *data, ETX, check(data)))


def open_record(frame: bytes, length: int) -> bytes:
    """The characters of exactly one record of `length`. Raises BadFrame."""
    heard = (deframer := Deframer(length)).feed(frame)
    if deframer.midway:
        raise BadFrame("half_record")
    match heard:
        case [Record(data)]:
            return data
        case [Damaged(reason), *_]:
            raise BadFrame(reason)
    raise BadFrame("no_record")


class Deframer:
    """Cuts what comes from the line into events; takes any piece size and any noise, keeps at most one record."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._body: bytearray | None = None  # None: outside a record
        self._closing = False  # ETX was there; the check comes next

    @property
    def midway(self) -> bool:
        """Whether a record has begun and not ended."""
        return self._body is not None

    def forget(self) -> None:
        """Drops a record that will not be finished."""
        self._body, self._closing = None, False

    def feed(self, data: bytes) -> list[Heard]:
        heard: list[Heard] = []
        for byte in data:
            event = self._take(byte)
            if event is not None and (event != Damaged("noise") or heard[-1:] != [event]):
                heard.append(event)
        return heard

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
        match byte:
            case 0x02:
                self._body = bytearray()
                return None
            case 0x06:
                return Acked()
            case 0x15:
                return Nacked()
        return Damaged("noise")

    def _close(self, body: bytearray, byte: int) -> Heard:
        self.forget()
        data = bytes(body)
        if byte != check(data):
            return Damaged("wrong_check")
        return Record(data) if len(data) == self._length else Damaged("wrong_length")
