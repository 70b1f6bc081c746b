"""Bytes of a serial scanner in, scanned texts out. Takes any fragmentation, keeps at most one frame; no port, no clock.

    [prefix] [AIM] text suffix          AIM: `]` code character modifier (ISO/IEC 15424), where the scanner is set so
    15                                  NAK: the scanner saw something that it could not read

A frame with control characters in it is not believed: it is unreadable, and nothing of it is passed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NAK = 0x15
LONGEST = 512  # bytes of one code; a QR code with more is no bill
#: What may end a frame, by the word in the settings.
SUFFIXES = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t", "etx": b"\x03"}
PREFIXES = {"none": b"", "stx": b"\x02"}
#: What makes a scanner look, and stop looking, by the word in the settings (Honeywell: SYN T CR, SYN U CR).
TRIGGERS: dict[str, tuple[bytes, bytes]] = {"none": (b"", b""), "honeywell": (b"\x16T\r", b"\x16U\r")}
#: AIM identifiers of what bills carry (vendors' manuals, appendix on symbologies).
SYMBOLOGIES = {
    "A": "Code 39",
    "C": "Code 128",
    "E": "EAN",
    "I": "ITF",
    "L": "PDF417",
    "Q": "QR",
    "d": "Data Matrix",
}
_AIM = re.compile(rb"\](?P<code>[A-Za-z])(?P<modifier>[0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Framing:
    """How the scanner is set: words of `SUFFIXES` and `PREFIXES`. Raises KeyError for others."""

    suffix: str = "cr"
    prefix: str = "none"

    @property
    def end(self) -> bytes:
        return SUFFIXES[self.suffix]

    @property
    def begin(self) -> bytes:
        return PREFIXES[self.prefix]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One code. `symbology` is empty where the scanner does not say."""

    text: str = field(repr=False)
    symbology: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something was scanned, and is no text: `no_read`, `too_long`, `bad_character`, `no_prefix`, `half_frame`."""

    reason: str


class Parser:
    """Feed it what the line brings."""

    def __init__(self, framing: Framing) -> None:
        self._framing = framing
        self._frame = bytearray()
        self._overflow = False
        self._dropping = False

    @property
    def midway(self) -> bool:
        """Whether a code has begun to arrive."""
        return bool(self._frame) or self._overflow

    def feed(self, data: bytes) -> list[Scanned | Unreadable]:
        heard = (self._take(byte) for byte in data)
        return [each for each in heard if each is not None]

    def fell_silent(self) -> Unreadable | None:
        """To be called when no byte has come for a while: a frame that began will not be finished."""
        begun = self.midway
        self._clear()
        return Unreadable("half_frame") if begun else None

    def drop_rest(self) -> None:
        """What comes up to the next end belongs to a frame that broke off: a piece of a number is another number."""
        self._dropping = True

    def _take(self, byte: int) -> Scanned | Unreadable | None:
        if byte == NAK:
            self._clear()
            return Unreadable("no_read")
        if byte in b"\r\n" and not self.midway:
            self._dropping = False
            return None  # the rest of a longer suffix than we were told
        self._frame.append(byte)
        if self._frame.endswith(self._framing.end):
            return self._whole()
        if len(self._frame) > LONGEST + 8:  # wrapping and AIM take no more
            self._frame[:] = self._frame[-len(self._framing.end) :]
            self._overflow = True
        return None

    def _whole(self) -> Scanned | Unreadable | None:
        frame, too_long = bytes(self._frame[: -len(self._framing.end)]), self._overflow
        dropping = self._dropping
        self._clear()
        if dropping:
            return None
        if too_long:
            return Unreadable("too_long")
        return read_frame(frame, self._framing) if frame.strip(b"\r\n") else None

    def _clear(self) -> None:
        self._frame.clear()
        self._overflow = self._dropping = False


def read_frame(frame: bytes, framing: Framing) -> Scanned | Unreadable:
    """One frame without its suffix."""
    begin = framing.begin
    if not frame.startswith(begin):
        return Unreadable("no_prefix")
    body = frame[len(begin) :].strip(b"\r\n")
    aim = _AIM.match(body)
    symbology = SYMBOLOGIES.get(aim["code"].decode(), "other") if aim else ""
    data = body[aim.end() :] if aim else body
    if len(data) > LONGEST:
        return Unreadable("too_long")
    text = _text(data)
    return Scanned(text, symbology) if text else Unreadable("bad_character")


def _text(data: bytes) -> str:
    """UTF-8, or Big5 as older issuers print; empty for what is neither, or holds control characters."""
    for encoding in ("utf-8", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if text.isprintable() or _only_lines(text) else ""
    return ""


def _only_lines(text: str) -> bool:
    """Some QR codes hold lines (EPC, Swiss)."""
    return all(line.isprintable() for line in text.splitlines())
