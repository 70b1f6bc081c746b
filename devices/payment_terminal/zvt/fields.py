"""The fields (BMPs) of a ZVT message, cut out one after another (PA00P015, chapter on bitmaps).

Only the fields in `KEPT` leave this file. Tracks, chip data, PIN data, expiry dates and everything else are stepped
over; of a card number only its last four digits are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from devices.frames import BadFrame
from devices.payment_terminal.zvt.tlv import length_of, texts_of

AMOUNT, TRACE, TIME, DATE, STATUS_BYTE = 0x04, 0x0B, 0x0C, 0x0D, 0x19
RESULT, TERMINAL_ID, APPROVAL_CODE, TEXT = 0x27, 0x29, 0x3B, 0x3C
CURRENCY, RECEIPT, CARD_NAME = 0x49, 0x87, 0x8B
ORIGINAL_TRACE, MERCHANT, TURNOVER, TOTALS = 0x37, 0x2A, 0x88, 0x60
STATUSES = 0x02
CARD_NUMBER, CONTAINER = 0x22, 0x06

KEPT = frozenset(
    (
        AMOUNT,
        TRACE,
        TIME,
        DATE,
        STATUS_BYTE,
        RESULT,
        TERMINAL_ID,
        APPROVAL_CODE,
        TEXT,
        CURRENCY,
        RECEIPT,
        CARD_NAME,
        ORIGINAL_TRACE,
        MERCHANT,
        TURNOVER,
        TOTALS,
        STATUSES,
    )
)

_FIXED = {
    **dict.fromkeys((0x01, 0x02, 0x03, 0x05, 0x19, 0x27, 0x72, 0x73, 0x74, 0x75, 0x8A, 0x8C, 0xA0, 0xD0), 1),
    **dict.fromkeys((0xD2, 0xD3, 0xE0, 0xE9, 0xEA, 0xF0, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD), 1),
    **dict.fromkeys((0x0D, 0x0E, 0x17, 0x3A, 0x49, 0x87), 2),
    **dict.fromkeys((0x0B, 0x0C, 0x37, 0x3D, 0x88, 0xAA), 3),
    **dict.fromkeys((0x29, 0x70, 0x71), 4),
    0xBA: 5,
    0x04: 6,
    0x3B: 8,
    0xEB: 8,
    0x2A: 15,
}
#: Fields led by so many length digits, each in the low half of a byte (`F1 F4`: 14).
_COUNTED = {
    **dict.fromkeys((0x22, 0x23, 0x2D, 0x2E, 0x8B, 0xA7, 0xD1, *range(0xE1, 0xE9), *range(0xF1, 0xF9)), 2),
    **dict.fromkeys((0x24, 0x3C, 0x60, 0x9A, 0xAF), 3),
}


@dataclass(frozen=True, slots=True)
class Fields:
    """`values` by BMP number; `last_four` of a card; `texts` of the container; `dropped`: BMPs stepped over unread.

    `whole` is False when an unknown field hid the rest.
    """

    values: dict[int, bytes]
    last_four: str = field(default="", repr=False)
    texts: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()
    whole: bool = True


def parse_fields(data: bytes, *, strict: bool = False) -> Fields:
    """Raises BadFrame `unknown_field` (only when strict), `bad_length` or `cut_short`."""
    values: dict[int, bytes] = {}
    dropped: list[int] = []
    texts: tuple[str, ...] = ()
    last_four, at = "", 0
    while at < len(data):
        number = data[at]
        span = _span(data, at + 1, number)
        if span is None:
            if strict:
                raise BadFrame("unknown_field")
            return Fields(values, last_four, texts, tuple(dropped), whole=False)
        content = data[span]
        if len(content) < span.stop - span.start:
            raise BadFrame("cut_short")
        match number:
            case 0x22:
                last_four = last_four_of(content)
            case 0x06:
                texts = texts_of(content)
            case kept if kept in KEPT:
                values[kept] = content
            case _:
                dropped.append(number)
        at = span.stop
    return Fields(values, last_four, texts, tuple(dropped))


def places(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Of each field its number, and where its content starts and ends; up to the first one that nobody knows.

    Raises BadFrame `bad_length` or `cut_short`.
    """
    at = 0
    while at < len(data) and (span := _span(data, at + 1, data[at])) is not None:
        yield data[at], span.start, span.stop
        at = span.stop


def last_four_of(packed: bytes) -> str:
    """`67 63 89 EE EE EE 12 30` -> `1230`: E hides a digit, F fills up. Empty when the last four are hidden too."""
    end = packed[-3:].hex().rstrip("f")[-4:]
    return end if len(end) == 4 and end.isdigit() else ""


def _span(data: bytes, at: int, number: int) -> slice | None:
    """Where the content of field `number` lies; None for a field nobody knows."""
    if number == CONTAINER:
        start, size = length_of(data, at)
        return slice(start, start + size)
    if number in _FIXED:
        return slice(at, at + _FIXED[number])
    if number in _COUNTED:
        digits = data[at : at + _COUNTED[number]]
        return _counted(digits, at + _COUNTED[number], _COUNTED[number])
    return None


def _counted(digits: bytes, start: int, count: int) -> slice:
    if len(digits) < count:
        raise BadFrame("cut_short")
    if any(byte >> 4 != 0xF or byte & 0xF > 9 for byte in digits):
        raise BadFrame("bad_length")
    return slice(start, start + int("".join(str(byte & 0xF) for byte in digits)))
