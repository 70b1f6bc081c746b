"""ZVT on a serial line: blocks between DLE STX and DLE ETX, a check behind, ACK and NAK alone (PA00P016).

Bytes in, events out. No port, no clock, no meaning of what is inside a block.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from devices.frames import BadFrame

STX, ETX, ACK, DLE, NAK = 0x02, 0x03, 0x06, 0x10, 0x15
#: Longest APDU taken in. The standard allows 64 kB; receipts, the longest there are, stay under 2 kB.
LONGEST_APDU = 8192


@dataclass(frozen=True, slots=True)
class Block:
    """A whole block with a right check. Its bytes may hold a card number, so they are shown to nobody."""

    apdu: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acked:
    """The other side has our block."""


@dataclass(frozen=True, slots=True)
class Nacked:
    """The other side heard something that was no block."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Something that was no block. `reason`: `noise`, `bad_escape`, `too_long`, `wrong_check`, `half_block`."""

    reason: str


Heard = Block | Acked | Nacked | Damaged


def check(apdu: bytes) -> bytes:
    """CRC-16/KERMIT over the APDU and ETX, low byte first."""
    crc = 0
    for byte in (*apdu, ETX):
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x8408 if crc & 1 else 0)
    return crc.to_bytes(2, "little")


def enclose(apdu: bytes) -> bytes:
    """A block ready for the line: every DLE within is doubled."""
    return bytes((DLE, STX)) + apdu.replace(b"\x10", b"\x10\x10") + bytes((DLE, ETX)) + check(apdu)


def open_block(frame: bytes) -> bytes:
    """The APDU of exactly one block. Raises BadFrame."""
    heard = (deframer := Deframer()).feed(frame)
    if deframer.midway:
        raise BadFrame("half_block")
    match heard:
        case [Block(apdu)]:
            return apdu
        case [Damaged(reason), *_]:
            raise BadFrame(reason)
    raise BadFrame("no_block")


class _Place(Enum):
    OUTSIDE = auto()
    OUTSIDE_DLE = auto()
    INSIDE = auto()
    INSIDE_DLE = auto()
    CHECK = auto()


class Deframer:
    """Cuts what comes from the line into events; takes any piece size and any noise, keeps at most one block."""

    def __init__(self) -> None:
        self._place = _Place.OUTSIDE
        self._body = bytearray()
        self._check = bytearray()

    @property
    def midway(self) -> bool:
        """Whether a block has begun and not ended."""
        return self._place is not _Place.OUTSIDE

    def forget(self) -> None:
        """Drops a block that will not be finished."""
        self._place = _Place.OUTSIDE
        self._body.clear()
        self._check.clear()

    def feed(self, data: bytes) -> list[Heard]:
        heard: list[Heard] = []
        for byte in data:
            event = self._take(byte)
            if event is not None and (event != Damaged("noise") or heard[-1:] != [event]):
                heard.append(event)
        return heard

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
        match byte:
            case 0x06:
                return Acked()
            case 0x15:
                return Nacked()
            case 0x10:
                self._place = _Place.OUTSIDE_DLE
                return None
        return Damaged("noise")

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
        return Block(apdu) if right else Damaged("wrong_check")

    def _give_up(self, reason: str) -> Heard:
        self.forget()
        return Damaged(reason)
