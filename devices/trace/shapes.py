"""What is known of each protocol's bytes: where a whole frame lies, what in it is certainly no card number, its check.

Only whole frames are believed, and only in what cannot be misplaced; everything else is looked at as any bytes are. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from devices.card_reader.cards import ANY, House, Own
from devices.card_reader.crt571 import frames as crt571
from devices.card_reader.protocol import read_tag
from devices.frames import BadFrame
from devices.payment_terminal.fixed_field import framing as records
from devices.payment_terminal.fixed_field.layout import layout, layouts
from devices.payment_terminal.zvt import framing as blocks
from devices.payment_terminal.zvt.apdu import Command, size_of
from devices.payment_terminal.zvt.fields import CONTAINER, places
from devices.payment_terminal.zvt.tlv import heads_of
from devices.receipt_printer.protocol import Automatic, Block, RealTime, Replies, Reply, process_id
from devices.trace.numbers import AT_AN_EDGE, PACKED_ANYWHERE
from devices.trace.tape import Way

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """One whole frame within a stream. `safe`: spans that hold no card number; `secret`: spans to be blotted out.

    `sealed(frame)`: the same frame with its check made right again.
    """

    start: int
    end: int
    safe: tuple[Span, ...] = ()
    secret: tuple[Span, ...] = ()
    blot: int = 0xEE
    #: A byte that stays what it is, lest the frame changes its length.
    kept: int | None = None
    sealed: Callable[[bytes], bytes] = lambda frame: frame


Shapes = Callable[[bytes], Iterator[Shape]]


def shapes_of(protocol: str, way: Way) -> Shapes:
    """By the names of `docs/traces.md`; of an unknown protocol nothing is known."""
    if protocol == "escpos":
        return _commands if way is Way.TO_DEVICE else _replies
    if protocol.startswith("stxlrc:"):
        key = protocol.partition(":")[2].lower()
        return partial(_records, key) if key in layouts() else _none
    return _SHAPES.get(protocol, _none)


def _none(stream: bytes) -> Iterator[Shape]:
    yield from ()


# --- ZVT ------------------------------------------------------------------------------------------

_BLOCK = re.compile(rb"\x10\x02((?:[^\x10]|\x10\x10)*)\x10\x03(..)", re.DOTALL)
#: Fields of digits that are too short for a card number, or whose meaning is another.
_PLAIN = frozenset((0x04, 0x0B, 0x0C, 0x0D, 0x19, 0x27, 0x29, 0x37, 0x49, 0x87, 0x88, 0x02))
#: Bytes that hold no whole number, however they are read.
_TOO_SHORT = 6
_CARD, _LAST_FOUR = 0x22, 2
#: Tracks, and a card's expiry date.
_TRACKS = frozenset((0x23, 0x24, 0x2D, 0x2E, 0x0E))
#: Bytes of a field's number and length, where they are more than one.
_HEAD = {_CARD: 3, 0x23: 3, 0x24: 4, 0x2D: 3, 0x2E: 3, 0x8B: 3, 0x3C: 4, 0x60: 4, CONTAINER: 2}
_LED_BY_PASSWORD = frozenset(
    (
        Command.REGISTRATION,
        Command.REPEAT_RECEIPT,
        Command.REVERSAL,
        Command.SEND_TOTALS,
        Command.END_OF_DAY,
        Command.STATUS_ENQUIRY,
    )
)
_FIELDS_AT = {
    Command.STATUS_INFORMATION: 0,
    Command.AUTHORISATION: 0,
    Command.COMPLETION: 0,
    Command.ABORTED: 1,
    Command.REGISTRATION: 6,
    Command.REVERSAL: 3,
    Command.SEND_TOTALS: 3,
    Command.REPEAT_RECEIPT: 3,
}


def _blocks(stream: bytes) -> Iterator[Shape]:
    for found in _BLOCK.finditer(stream):
        wire, start = found[1], found.start(1)
        where = [start + at for at in range(len(wire) + 1) if not _is_second(wire, at)]
        apdu = wire.replace(b"\x10\x10", b"\x10")
        edges = ((found.start(), start), (found.end(1), found.end()))
        safe, secret = _of_block(apdu)
        yield Shape(
            *found.span(),
            (*((where[a], where[b]) for a, b in safe), *edges),
            tuple((where[a], where[b]) for a, b in secret),
            kept=blocks.DLE,
            sealed=_sealed_block if blocks.check(apdu) == found[2] else _as_it_is,
        )


def _of_block(apdu: bytes) -> tuple[list[Span], list[Span]]:
    """Damage may have made bytes wrong: those before and behind still stand where they stood, if none is missing."""
    if len(apdu) <= _TOO_SHORT:
        return [(0, len(apdu))], []
    return _of_message(apdu) if size_of(apdu) == len(apdu) else ([], [])


def _as_it_is(frame: bytes) -> bytes:
    return frame


def _is_second(wire: bytes, at: int) -> bool:
    """Whether the byte at `at` is the second of a doubled DLE."""
    run = 0
    while at - run > 0 and wire[at - run - 1] == blocks.DLE:
        run += 1
    return run % 2 == 1


def _sealed_block(frame: bytes) -> bytes:
    return frame[:-2] + blocks.check(frame[2:-4].replace(b"\x10\x10", b"\x10"))


def _messages(stream: bytes) -> Iterator[Shape]:
    """Over TCP: one behind the other, as long as the place is not lost."""
    at = 0
    while (size := size_of(stream[at : at + 5])) is not None and at + size <= len(stream):
        if not _is_known(stream[at : at + 2]):
            return
        safe, secret = _of_message(stream[at : at + size])
        moved = [tuple((at + a, at + b) for a, b in spans) for spans in (safe, secret)]
        yield Shape(at, at + size, moved[0], moved[1])
        at += size


def _is_known(command: bytes) -> bool:
    return command[0] in (0x80, 0x84) or int.from_bytes(command, "big") in tuple(Command)


def _of_message(apdu: bytes) -> tuple[list[Span], list[Span]]:
    if len(apdu) < 3:
        return [], []
    head = 5 if apdu[2] == 0xFF else 3
    command = int.from_bytes(apdu[:2], "big")
    safe, secret = [(0, head)], []
    if command in _LED_BY_PASSWORD and len(apdu) >= head + 3:
        secret.append((head, head + 3))
        safe.append((head, head + 3))
    if command not in _FIELDS_AT:
        return safe, secret
    first = head + _FIELDS_AT[Command(command)]
    with suppress(BadFrame):
        for number, start, end in places(apdu[first:]):
            span = (first + start, min(first + end, len(apdu)))
            safe.append((span[0] - _HEAD.get(number, 1), span[0]))
            if number in _PLAIN:
                safe.append(span)
            elif number == _CARD:
                secret.append((span[0], max(span[0], span[1] - _LAST_FOUR)))
            elif number in _TRACKS:
                secret.append(span)
            elif number == CONTAINER:
                safe.extend(heads_of(apdu, *span))
    return safe, secret


# --- records of fixed fields ----------------------------------------------------------------------

_RECORD = re.compile(rb"\x02([^\x02\x03]*)\x03(.)", re.DOTALL)
_OTHER_MEANING = (
    *("indicator", "type", "host", "receipt", "amount", "date", "time", "approval", "response"),
    *("terminal_id", "batch", "start_type", "version", "cup"),
)
_SHORT = 12  # characters; a field of more may hold a number


def _records(key: str, stream: bytes) -> Iterator[Shape]:
    table = layout(key)
    for found in _RECORD.finditer(stream):
        if len(found[1]) != table.length:
            continue
        base = found.start(1)
        spans = {name: (base + start, base + end) for name, (start, end) in table.fields.items()}
        safe = [
            span for name, span in spans.items() if name in _OTHER_MEANING and span[1] - span[0] <= _SHORT
        ]
        edges = ((found.start(), base), (found.end(1), found.end()))
        card = spans["card"]
        digits = stream[slice(*card)].rstrip()
        secret = ((card[0], card[0] + max(0, len(digits) - 4)),)
        is_right = found[2] == bytes((records.check(found[1]),))
        sealed = _sealed_record if is_right else _as_it_is
        yield Shape(*found.span(), (*safe, *edges), secret, blot=ord("*"), sealed=sealed)


def _sealed_record(frame: bytes) -> bytes:
    return records.enclose(frame[1:-2])


# --- readers --------------------------------------------------------------------------------------

_TAG = re.compile(rb"\x02[0-9A-Fa-f]{12}\x03")
_CRT = re.compile(rb"\xf2", re.DOTALL)
_NFC = re.compile(rb"\x00\xff", re.DOTALL)


def _tags(stream: bytes) -> Iterator[Shape]:
    house = House((), (ANY,))
    for found in _TAG.finditer(stream):
        with suppress(BadFrame):  # a damaged one is looked at as any bytes are
            if isinstance(read_tag(found[0][1:-1], house), Own):
                yield Shape(*found.span(), safe=(found.span(),))


def _crt(stream: bytes) -> Iterator[Shape]:
    for found in _CRT.finditer(stream):
        at = found.start()
        end = at + int.from_bytes(stream[at + 2 : at + 4], "big") + 6
        frame = stream[at:end]
        if len(frame) == end - at >= 6 and frame == _sealed_crt(frame):
            yield Shape(at, end, ((at, at + 7),), sealed=_sealed_crt)


def _sealed_crt(frame: bytes) -> bytes:
    return crt571.frame(frame[4:-2], frame[1])


def _nfc(stream: bytes) -> Iterator[Shape]:
    for found in _NFC.finditer(stream):
        at = found.start()
        if at + 4 > len(stream) or (stream[at + 2] + stream[at + 3]) % 256:
            continue
        end = at + 4 + stream[at + 2] + 1
        if end <= len(stream) and stream[at + 2] and sum(stream[at + 4 : end]) % 256 == 0:
            yield Shape(at, end, ((at, at + 6),), sealed=_sealed_nfc)


def _sealed_nfc(frame: bytes) -> bytes:
    return frame[:-1] + bytes((-sum(frame[4:-1]) % 256,))


# --- receipt printers -----------------------------------------------------------------------------


_SHORT_COMMANDS = re.compile(
    rb"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08|\x10\x04[\x01-\x08]|\x1d\x72[\x01\x02]"
)


def _commands(stream: bytes) -> Iterator[Shape]:
    """Of what goes to a printer: questions about its state."""
    short = [False] * len(stream)
    for found in _SHORT_COMMANDS.finditer(stream):
        short[found.start() : found.end()] = [True] * len(found[0])
    yield from _rows(stream, short)


def _replies(stream: bytes) -> Iterator[Shape]:
    yield from _rows(stream, _statuses(stream))


def _rows(stream: bytes, known: list[bool]) -> Iterator[Shape]:
    """Such bytes repeat for hours, and in a row look like packed digits. Only a row of nothing else is believed."""
    for found in PACKED_ANYWHERE.finditer(stream.hex()):
        start, end = found.start() // 2, (found.end() + 1) // 2
        if all(known[start:end]):
            yield Shape(start, end, ((start, end),))


#: DLE DC4 fn 8 was carried out.
_CLEARED = b"\x37\x25\x00"


def _statuses(stream: bytes) -> list[bool]:
    """Of each byte, whether it belongs to an answer about the printer's state."""
    replies, at = Replies(), 0
    status = [False] * len(stream)
    for now in range(1, len(stream) + 1):
        for reply in replies.feed(stream[now - 1 : now]):
            size = len(reply.data) if isinstance(reply, (Automatic, Block)) else 1
            status[at : at + size] = [_is_status(reply)] * size
            at += size
        at = now - len(replies.unfinished)
    return status


def _is_status(reply: Reply) -> bool:
    if isinstance(reply, Block):
        return reply.data == _CLEARED or process_id(reply) is not None
    return isinstance(reply, (RealTime, Automatic))


# --- batteries ------------------------------------------------------------------------------------

_LINE = re.compile(rb'(?:GET VAR|VAR|ERR) [A-Za-z0-9 ._"-]{1,120}\r?\n')
_DIGIT = re.compile(rb"\d")


def _lines(stream: bytes) -> Iterator[Shape]:
    """Words of NUT. Packed digits look like letters; a line with too few digits for a number holds none."""
    for found in _LINE.finditer(stream):
        if len(_DIGIT.findall(found[0])) < AT_AN_EDGE:
            yield Shape(*found.span(), safe=(found.span(),))


_SHAPES: dict[str, Shapes] = {
    "zvt": _blocks,
    "zvt-tcp": _messages,
    "talking": _tags,
    "rdm6300": _tags,
    "stripe": _tags,
    "auto": _tags,
    "pn532": _nfc,
    "crt571": _crt,
    "nut": _lines,
}
