"""Bytes of a card reader in, presented cards out: stripe readers (plain, and MagTek RS-232) and RDM6300 tag readers.

Takes any fragmentation and any noise, keeps at most one frame. Knows no port and no clock.

    plain stripe    %...?[check];...?[check] CR
    MagTek RS-232   02 1B %...?;...?+...? 0|1 0D 03       (MT-211232 manual; `02 1B 31 0D 03`: a card went in)
    RDM6300         02, ten hex digits, two of check, 03  (version byte and four bytes of number, XORed)
"""

from __future__ import annotations

from enum import StrEnum

from devices.card_reader.cards import Foreign, House, Own, Presented, Unreadable
from devices.card_reader.stripe import read_line
from devices.frames import BadFrame

STX, ETX, CR, LF, ESC = 0x02, 0x03, 0x0D, 0x0A, 0x1B
LONGEST = 256  # three tracks and their wrapping take 235
_HEX = b"0123456789ABCDEFabcdef"


class Form(StrEnum):
    """What a frame turned out to be."""

    STRIPE = "stripe"
    TAG = "tag"


class Parser:
    """Feed it what the line brings."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._frame = bytearray()
        self.noise = 0  # bytes that were no part of any frame

    @property
    def midway(self) -> bool:
        """Whether a card has begun to arrive."""
        return bool(self._frame)

    def feed(self, data: bytes) -> list[Presented]:
        presented = (self._take(byte) for byte in data)
        return [card for card in presented if card is not None]

    def fell_silent(self) -> Unreadable | None:
        """To be called when no byte has come for a while: a frame that began will not be finished."""
        return self._give_up("half_frame") if self._frame else None

    def _take(self, byte: int) -> Presented | None:
        if byte == STX:  # stands at the start of a frame and nowhere else
            cut_short = self._give_up("half_frame") if len(self._frame) > 1 else None
            self._frame[:] = (STX,)
            return cut_short
        if not self._frame:
            self._outside(byte)
            return None
        if byte == ETX or (byte in (CR, LF) and self._frame[0] != STX):
            return self._whole()
        self._frame.append(byte)
        return self._give_up("too_long") if len(self._frame) > LONGEST else None

    def _outside(self, byte: int) -> None:
        if byte in b"%;+":
            self._frame.append(byte)
        elif byte not in (CR, LF):
            self.noise += 1

    def _give_up(self, reason: str) -> Unreadable:
        self._frame.clear()
        return Unreadable(reason)

    def _whole(self) -> Presented | None:
        frame = bytes(self._frame)
        self._frame.clear()
        try:
            return read_frame(frame, self._house)
        except BadFrame as bad:
            return Unreadable(bad.reason)


def read_frame(frame: bytes, house: House) -> Presented | None:
    """One frame without its last byte (CR or ETX); None for an event that is no card. Raises BadFrame."""
    if form_of(frame) is Form.TAG:
        return read_tag(frame[1:], house)
    text = frame.decode("latin-1")
    if frame[0] != STX:
        return read_line(text, house.prefixes)
    inside = text[2:].rstrip("\r")
    return None if inside in ("0", "1") else read_line(inside, house.prefixes, bare=False)


def form_of(frame: bytes) -> Form:
    return Form.TAG if frame[:1] == b"\x02" and frame[1:2] != b"\x1b" else Form.STRIPE


def read_tag(digits: bytes, house: House) -> Own | Foreign:
    """Ten hex digits and two of check -> `rfid:` and the ten. Raises BadFrame."""
    if len(digits) != 12:
        raise BadFrame("wrong_length")
    if any(digit not in _HEX for digit in digits):
        raise BadFrame("bad_character")
    number = bytes.fromhex(digits.decode("ascii"))
    if number[5] != number[0] ^ number[1] ^ number[2] ^ number[3] ^ number[4]:
        raise BadFrame("wrong_check")
    return house.tag(number[:5])
