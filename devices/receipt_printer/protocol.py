"""ESC/POS: what we send and what comes back, bytes to meaning and back. No line, no clock, no picture.

Source of every table: Epson's ESC/POS command reference (dle_eot, dle_enq, dle_dc4_fn8, gs_la, gs_lr,
gs_lparen_ch_fn48). Of presenters: Custom's manuals of its kiosk printers, Pyramid's of the Reliance (Ejector, 1D 65).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from kiosk.domain.faults import Fault


class Question(IntEnum):
    """DLE EOT n: answered at once, even while offline or with a full buffer."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4


INITIALIZE = b"\x1b@"
AUTOMATIC_STATUS = b"\x1da\xff"
NO_AUTOMATIC_STATUS = b"\x1da\x00"
RECOVER_AND_CLEAR = b"\x10\x05\x02"  # DLE ENQ 2
CLEAR_BUFFERS = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8
CLEARED = b"\x37\x25\x00"
PAPER_SENSOR_QUEUED = b"\x1dr\x01"  # GS r 1: answered in its turn, so behind everything before it
LAST_PROCESS_ID = 9999
PROBE = LAST_PROCESS_ID  # behind nothing, to see whether it comes back; no job bears it
#: A presenter that speaks GS e (Custom, Pyramid and others): paper is kept inside until it is cut, shown and held in the
#: mouth (12 steps of 7 mm), drawn in again. DLE EOT 20 tells of the mouth at once: 10 0F and four bytes.
HOLD, PRESENT, RETRACT = b"\x1de\x12", b"\x1de\x03\x0c", b"\x1de\x02"
FULL_STATUS, FULL_HEAD, FULL_LENGTH = b"\x10\x04\x14", b"\x10\x0f", 6
_IN_THE_MOUTH = 0x20
TYPE, FIRMWARE, MAKER, MODEL, SERIAL = 2, 65, 66, 67, 68  # of GS I

# A 10h before one of these begins a command that a printer obeys even inside a picture.
REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


def ask(question: Question) -> bytes:
    return bytes((0x10, 0x04, question))


def ask_when_done(number: int) -> bytes:
    """GS ( H fn 48: the printer sends `number` back when all before it is on paper. 1 to 9999."""
    return b"\x1d(H\x06\x00\x30\x30" + b"%04d" % number


def ask_about_it(what: int) -> bytes:
    """GS I n: a byte for small n, a text from 65 on."""
    return bytes((0x1D, 0x49, what))


class Confirmation(StrEnum):
    """How a printer says that all before a point is on paper.

    `PROCESS_ID` carries a number back, so nothing else can be taken for it. `PAPER_SENSOR` is for printers that do
    not know it: the paper sensor's state, asked in the print queue. It is one byte, so a disturbed line could
    pretend it. `NONE`: no way is known, so what was printed is only known to have been sent.
    """

    PROCESS_ID = "process_id"
    PAPER_SENSOR = "paper_sensor"
    NONE = "none"


def mark(confirmation: Confirmation, number: int) -> bytes:
    """The question that is answered when all before it is on paper."""
    match confirmation:
        case Confirmation.PROCESS_ID:
            return ask_when_done(number)
        case Confirmation.PAPER_SENSOR:
            return PAPER_SENSOR_QUEUED
        case Confirmation.NONE:
            return b""


def motion_units(dots_per_inch: int) -> bytes:
    """GS P: from here on ESC J counts dots. Printers start with half or quarter dots."""
    return bytes((0x1D, 0x50, dots_per_inch, dots_per_inch))


def left_margin(dots: int) -> bytes:
    return b"\x1dL" + dots.to_bytes(2, "little")


def feed(rows: int) -> bytes:
    """ESC J, as often as it takes."""
    full, rest = divmod(rows, 255)
    return b"\x1bJ\xff" * full + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def wire_safe(raster: bytes) -> bytes:
    """Picture bytes in which no real-time command can be found: 10h before 04h, 05h or 14h becomes 18h.

    One dot grows to two. 18h begins no command and completes none, so one pass is enough.
    """
    return REAL_TIME.sub(b"\x18", raster)


# --- what comes back ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RealTime:
    """One byte: the answer to the oldest open DLE EOT."""

    byte: int


@dataclass(frozen=True, slots=True)
class Automatic:
    """Four bytes that nobody asked for (automatic status back)."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Queued:
    """One byte: the answer to a GS r."""

    byte: int


@dataclass(frozen=True, slots=True)
class Block:
    """From its header to the closing 00: a process ID, "cleared", text about the printer."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Full:
    """The answer to FULL_STATUS."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Noise:
    """A byte that begins no reply."""

    byte: int


Reply = RealTime | Automatic | Queued | Block | Full | Noise

BLOCK_HEADS = frozenset(b"\x35\x37\x3b\x3d\x5f")
LONGEST_BLOCK = 128
FLOW = b"\x11\x13"  # XON and XOFF may stand anywhere


class Replies:
    """Takes a printer's bytes apart, in any fragmentation.

    `full_wanted`: a full status was asked for; only then is its head one (it could begin an automatic status).
    """

    full_wanted = False

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Reply]:
        self._rest += data.translate(None, FLOW)
        found: list[Reply] = []
        while (reply := self._next()) is not None:
            found.append(reply)
        return found

    @property
    def unfinished(self) -> bytes:
        return self._rest

    def _next(self) -> Reply | None:
        if not self._rest:
            return None
        head = self._rest[0]
        if self.full_wanted and FULL_HEAD.startswith(self._rest[:2]):
            return Full(self._cut(FULL_LENGTH)) if len(self._rest) >= FULL_LENGTH else None
        if head in BLOCK_HEADS:
            return self._block()
        if head & 0x93 == 0x12:
            return RealTime(self._cut(1)[0])
        if head & 0x93 == 0x10:
            return self._automatic()
        return Queued(self._cut(1)[0]) if head & 0x90 == 0 else Noise(self._cut(1)[0])

    def _block(self) -> Reply | None:
        end = self._rest.find(0, 0, LONGEST_BLOCK + 1)
        if end < 0:
            return Noise(self._cut(1)[0]) if len(self._rest) > LONGEST_BLOCK else None
        return Block(self._cut(end + 1))

    def _automatic(self) -> Reply | None:
        if any(byte & 0x90 for byte in self._rest[1:4]):
            return Noise(self._cut(1)[0])
        return Automatic(self._cut(4)) if len(self._rest) >= 4 else None

    def _cut(self, count: int) -> bytes:
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def process_id(block: Block) -> int | None:
    """The number that a GS ( H fn 48 reply carries back (37 22 d1 d2 d3 d4 00)."""
    match = re.fullmatch(rb"\x37\x22(\d{4})\x00", block.data)
    return int(match[1]) if match else None


def text_of(block: Block) -> str:
    """What a GS I reply says (5F ... 00); empty for any other block."""
    return block.data[1:-1].decode("ascii", "replace").strip() if block.data[:1] == b"\x5f" else ""


def in_the_mouth(full: Full) -> bool:
    return bool(full.data[2] & _IN_THE_MOUTH)


# --- what it means ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """`notes` are facts that are nobody's fault: the drawer's pin, the feed button."""

    offline: bool = False
    faults: frozenset[Fault] = frozenset()
    notes: tuple[str, ...] = field(default=())

    def __or__(self, other: Condition) -> Condition:
        notes = tuple(dict.fromkeys(self.notes + other.notes))
        return Condition(self.offline or other.offline, self.faults | other.faults, notes)


#: What the host may end once a person has put it right.
RECOVERABLE = frozenset({Fault.PAPER_JAM, Fault.CUTTER})

_Meaning = tuple[int, Fault | str]

_MEANINGS: dict[Question, tuple[_Meaning, ...]] = {
    Question.PRINTER: (
        (0x04, "drawer pin high"),
        (0x20, "waiting for recovery"),
        (0x40, "feed button pressed"),
    ),
    Question.OFFLINE_CAUSE: (
        (0x04, Fault.COVER_OPEN),
        (0x08, "feeding by button"),
        (0x20, Fault.PAPER_OUT),
        (0x40, "error"),
    ),
    Question.ERROR_CAUSE: (
        (0x04, Fault.PAPER_JAM),  # "recoverable": the mechanism is stuck
        (0x08, Fault.CUTTER),
        (0x20, Fault.UNRECOVERABLE),
        (0x40, Fault.HEAD_HOT),
    ),
    Question.PAPER: ((0x0C, Fault.PAPER_LOW), (0x60, Fault.PAPER_OUT)),
}
_AUTOMATIC: tuple[tuple[_Meaning, ...], ...] = (
    ((0x04, "drawer pin high"), (0x20, Fault.COVER_OPEN), (0x40, "feeding by button")),
    (
        (0x01, "waiting for recovery"),
        (0x02, "feed button pressed"),
        (0x04, Fault.PAPER_JAM),
        (0x08, Fault.CUTTER),
        (0x20, Fault.UNRECOVERABLE),
        (0x40, Fault.HEAD_HOT),
    ),
    ((0x03, Fault.PAPER_LOW), (0x0C, Fault.PAPER_OUT)),
    (),
)


def understand(question: Question, byte: int) -> Condition:
    """What a DLE EOT answer says. One bit of a pair counts: half an alarm is an alarm."""
    offline = question is Question.PRINTER and bool(byte & 0x08)
    return _condition(offline, byte, _MEANINGS[question])


def understand_automatic(data: bytes) -> Condition:
    """What four bytes of automatic status say."""
    said = Condition(offline=bool(data[0] & 0x08))
    for byte, meanings in zip(data, _AUTOMATIC, strict=True):
        said |= _condition(False, byte, meanings)
    return said


def understand_queued(byte: int) -> Condition:
    """What the answer to GS r 1 says."""
    return _condition(False, byte, _AUTOMATIC[2])


def _condition(offline: bool, byte: int, meanings: tuple[_Meaning, ...]) -> Condition:
    said = [meaning for bits, meaning in meanings if byte & bits]
    return Condition(
        offline,
        frozenset(word for word in said if isinstance(word, Fault)),
        tuple(word for word in said if not isinstance(word, Fault)),
    )
