"""Frames of the PN532 (NXP user manual UM0701-02, 6.2): bytes <-> meaning. Any fragmentation; no port, no clock.

00 00 FF LEN LCS TFI data DCS 00      LEN + LCS = 0, TFI + data + DCS = 0, both modulo 256; TFI D4 host, D5 chip
00 00 FF 00 FF 00   ACK               00 00 FF FF 00 00   NAK
"""

from __future__ import annotations

from dataclasses import dataclass, field

from devices.card_reader.pieces import Pieces
from devices.frames import BadFrame

ACK = bytes.fromhex("0000ff00ff00")
NAK = bytes.fromhex("0000ffff0000")
#: A chip that sleeps wakes up on these, and hears the frame behind them.
WAKE = b"\x55\x55" + bytes(14)
_START = b"\x00\xff"
_HOST, _CHIP, _ERROR = 0xD4, 0xD5, 0x7F

FIRMWARE, SAM, CONFIGURE, LIST = 0x02, 0x14, 0x32, 0x4A


@dataclass(frozen=True, slots=True)
class Acked:
    """The command arrived."""


@dataclass(frozen=True, slots=True)
class Nacked:
    """It did not; say it again."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """The chip knows no such command."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code`: the command's, plus one. `data` may be a card's identifier."""

    code: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A frame that does not hold: `wrong_length_check`, `wrong_check`, `wrong_direction`, `empty`."""

    reason: str


Heard = Acked | Nacked | Complaint | Answer | Broken


@dataclass(frozen=True, slots=True)
class Target:
    """A card in the field, by ISO/IEC 14443-3 type A. `sak`: what it says of itself when it is selected."""

    uid: bytes = field(repr=False)
    sak: int

    @property
    def memory_only(self) -> bool:
        """Without ISO/IEC 14443-4 (bit 6): no processor to talk to, so no bank card and no telephone."""
        return not self.sak & 0x20


def frame(data: bytes, direction: int = _HOST) -> bytes:
    """`data`: command code and its parameters, 254 bytes at most."""
    body = bytes((direction,)) + data
    head = bytes((len(body), -len(body) & 0xFF))
    return b"\x00" + _START + head + body + bytes((-sum(body) & 0xFF, 0))


class Parser(Pieces[Heard]):
    """Frames, and what stands for ACK and NAK."""

    @property
    def midway(self) -> bool:
        return len(self._buffer) > 1  # a lone zero is the end of the preamble, or nothing

    def _next(self) -> Heard | None:
        start = self._buffer.find(_START)
        if start < 0:
            del self._buffer[: -1 if self._buffer.endswith(b"\x00") else None]
            return None
        del self._buffer[:start]
        if len(self._buffer) < 4:
            return None
        length, check = self._buffer[2], self._buffer[3]
        if (length, check) in ((0x00, 0xFF), (0xFF, 0x00)):
            del self._buffer[:4]
            return Acked() if length == 0 else Nacked()
        if (length + check) & 0xFF or length == 0:
            del self._buffer[:2]
            return Broken("wrong_length_check" if length else "empty")
        return self._body(length) if len(self._buffer) >= 5 + length else None

    def _body(self, length: int) -> Heard:
        body = bytes(self._buffer[4 : 5 + length])
        if sum(body) & 0xFF:
            del self._buffer[:2]  # the length itself may be the wrong byte: another frame may begin within
            return Broken("wrong_check")
        del self._buffer[: 5 + length]
        if body[0] == _ERROR:
            return Complaint()
        if body[0] not in (_CHIP, _HOST) or length < 2:
            return Broken("wrong_direction")
        return Answer(body[1], body[2:-1])


def targets(data: bytes) -> list[Target]:
    """What InListPassiveTarget found at 106 kbit/s type A. Raises BadFrame."""
    if not data:
        raise BadFrame("cut_short")
    found, rest = [], data[1:]
    for _ in range(data[0]):
        if len(rest) < 5 or len(rest) < 5 + rest[4]:
            raise BadFrame("cut_short")
        target = Target(rest[5 : 5 + rest[4]], rest[3])
        rest = rest[5 + rest[4] :]
        if not target.memory_only and rest:  # an answer to select follows, its own length first
            rest = rest[max(rest[0], 1) :]
        found.append(target)
    return found
