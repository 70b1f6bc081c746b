"""Frames of the CRT family: bytes <-> meaning. Any fragmentation, any noise; no port, no clock.

    F2 ADDR LENH LENL TEXT 03 BCC       BCC: all from F2 through 03, XORed
    06 ACK   15 NAK   04 EOT            single bytes; every frame is answered by the first or the second
    TEXT of the host     43 CM PM data
    TEXT of the reader   50 CM PM ST0 ST1 ST2 data   done     4E|45 CM PM e1 e0 data   not done

(CRT-591-M001 communication protocol 1.0; the RF commands as in a sister model's manual, QU-TK-F3 1.03, 9.10.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import reduce

from devices.card_reader.pieces import Pieces
from devices.frames import BadFrame

STX, ETX, ACK, NAK, EOT = 0xF2, 0x03, 0x06, 0x15, 0x04
HOST, DONE, NOT_DONE = 0x43, 0x50, (0x4E, 0x45)
LONGEST = 512  # bytes of a text; the protocol's longest answer takes 270

INIT_HOLD, INIT_CAPTURE, INIT_KEEP = b"\x30\x30", b"\x30\x31", b"\x30\x33"
STATUS, SENSORS = b"\x31\x30", b"\x31\x31"
TO_HOLD, TO_IC, TO_RF, TO_BIN, TO_GATE = b"\x32\x30", b"\x32\x31", b"\x32\x32", b"\x32\x33", b"\x32\x39"
ENTRY_ON, ENTRY_OFF = b"\x33\x30", b"\x33\x31"
RF_START, RF_STOP = b"\x60\x30", b"\x60\x31"

ERRORS = {
    "00": "unknown command",
    "01": "wrong parameter",
    "02": "not possible now",
    "04": "wrong data",
    "05": "supply voltage",
    "10": "card jam",
    "12": "sensor",
    "13": "card too long",
    "14": "card too short",
    "16": "card moved by hand",
    "40": "card cannot be drawn in",
    "41": "contact magnet",
    "43": "contacts not reached",
    "45": "card moved by hand",
    "50": "counter overflow",
    "51": "motor",
    "60": "short circuit on the card",
    "61": "card does not start",
    "62": "not for this card",
    "65": "card does not answer",
    "66": "not for this card now",
    "67": "card transmission",
    "68": "card time-out",
    "69": "card breaks the standard",
    "A0": "stacker empty",
    "A1": "bin full",
    "B0": "not initialised",
}


class Place(Enum):
    """ST0: where the card is."""

    NOWHERE = 0x30
    GATE = 0x31
    INSIDE = 0x32


@dataclass(frozen=True, slots=True)
class Done:
    """`command`: CM and PM. `data` may be a card's identifier."""

    command: bytes
    place: Place
    bin_full: bool
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class NotDone:
    """`error`: one of ERRORS, or another code of two characters."""

    command: bytes
    error: str


@dataclass(frozen=True, slots=True)
class Byte:
    """ACK, NAK or EOT, alone on the line."""

    value: int


@dataclass(frozen=True, slots=True)
class Text:
    """A whole frame's text, not understood yet."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """`wrong_check`, `no_end`, `too_long`."""

    reason: str


Heard = Byte | Text | Broken


def frame(text: bytes, address: int = 0) -> bytes:
    head = bytes((STX, address)) + len(text).to_bytes(2, "big")
    body = head + text + bytes((ETX,))
    return body + bytes((_bcc(body),))


def command(name: bytes, data: bytes = b"") -> bytes:
    """`name`: CM and PM."""
    return frame(bytes((HOST,)) + name + data)


class Parser(Pieces[Heard]):
    """Frames, and the single bytes between them."""

    def _next(self) -> Heard | None:
        while self._buffer and self._buffer[0] not in (STX, ACK, NAK, EOT):
            del self._buffer[0]
        if not self._buffer:
            return None
        if self._buffer[0] != STX:
            return Byte(self._buffer.pop(0))
        if len(self._buffer) < 4:
            return None
        length = int.from_bytes(self._buffer[2:4], "big")
        if length > LONGEST:
            return self._broken("too_long")
        return self._whole(length) if len(self._buffer) >= length + 6 else None

    def _whole(self, length: int) -> Heard:
        body, check = bytes(self._buffer[: length + 5]), self._buffer[length + 5]
        if body[-1] != ETX:
            return self._broken("no_end")
        if _bcc(body) != check:
            return self._broken("wrong_check")
        del self._buffer[: length + 6]
        return Text(body[4:-1])

    def _broken(self, reason: str) -> Broken:
        del self._buffer[0]  # another frame may begin within
        return Broken(reason)


def understand(text: bytes) -> Done | NotDone:
    """A reader's text. Raises BadFrame: `cut_short`, `no_answer`, `no_such_state`."""
    if len(text) < 5:
        raise BadFrame("cut_short")
    if text[0] in NOT_DONE:
        return NotDone(text[1:3], text[3:5].decode("latin-1").upper())
    if text[0] != DONE:
        raise BadFrame("no_answer")
    if len(text) < 6:
        raise BadFrame("cut_short")
    if text[3] not in (place.value for place in Place) or text[5] not in b"01":
        raise BadFrame("no_such_state")
    return Done(text[1:3], Place(text[3]), text[5] == 0x31, text[6:])


@dataclass(frozen=True, slots=True)
class Chip:
    """A contactless card that was started. `kind`: `M` memory, `A` and `B` with a processor."""

    kind: str
    uid: bytes = field(repr=False)


def chip(data: bytes) -> Chip:
    """The data behind RF_START: kind, ATQA 2, length of the identifier, identifier, SAK. Raises BadFrame."""
    kind = data[:1].decode("latin-1")
    if kind == "B":
        return Chip(kind, b"")
    if kind not in ("M", "A") or len(data) < 5 or len(data) < 5 + data[3]:
        raise BadFrame("cut_short" if kind in ("M", "A", "") else "no_such_card")
    return Chip(kind, data[4 : 4 + data[3]])


def _bcc(data: bytes) -> int:
    return reduce(lambda check, byte: check ^ byte, data, 0)
