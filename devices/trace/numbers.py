"""What looks like a payment-card number in any bytes: as characters, as packed digits, on a track. Pure.

A number is 13 to 19 digits (ISO/IEC 7812-1); a longer run may hold one. Check digits are not asked for: a number of
which a digit was damaged on the line is still somebody's. `hide` never changes how many bytes there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from devices.card_reader.cards import is_payment_number

#: Instead of a character, and instead of half a byte: what ZVT itself puts for a hidden digit.
STAR, HIDDEN = b"*", "e"
#: What stands where nothing is to be looked for: no digit, in no writing.
BLANK = 0xFF

SHORTEST, LONGEST = 13, 19
#: So many digits at the beginning or the end of a recording may be a piece of a number of which too much is there: ten
#: may be shown (PCI DSS 4.0, 3.4.1).
AT_AN_EDGE = 11
_SPACED = rb"\d(?:[ \-./:,_\t\x00]{0,2}\d)"
_CHARACTERS = re.compile(_SPACED + b"{%d,}" % (SHORTEST - 1))
_CHARACTERS_AT_EDGE = re.compile(rb"\A%b{%d,}|%b{%d,}\Z" % ((_SPACED, AT_AN_EDGE - 1) * 2))
_PACKED = re.compile(rf"\d{{{SHORTEST},}}")
#: Of any row that may be a number, at an edge or not.
PACKED_ANYWHERE = re.compile(rf"\d{{{AT_AN_EDGE},}}")
_PACKED_AT_EDGE = re.compile(rf"\A\d{{{AT_AN_EDGE},}}|\d{{{AT_AN_EDGE},}}\Z")
#: A track from its sentinel to its end, also one that was cut off; the first one bears a name.
_TRACK = re.compile(rb"%[A-Za-z][ -~]{0,107}|[;+]\d{4}[ -~]{0,107}")
_OF_A_TRACK = re.compile(rb"[0-9A-Za-z]")
_TEXT = re.compile(rb"[0-9A-Za-z ]*\Z")


def hide(data: bytes) -> bytes:
    """`data` with every number, and what else stands on a track, made unreadable."""
    data = _TRACK.sub(_track, data)
    data = _CHARACTERS.sub(_characters, data)
    data = _CHARACTERS_AT_EDGE.sub(_characters, data)
    return _packed(data)


def _characters(found: re.Match[bytes]) -> bytes:
    return re.sub(rb"\d", STAR, found[0])


def _track(found: re.Match[bytes]) -> bytes:
    said, sentinel, rest = found[0], found[0][:1], found[0][1:]
    if sentinel == b"%" and b"^" not in said and not re.search(rb"\d{8}", said):
        return said
    return sentinel + _OF_A_TRACK.sub(STAR, rest)


def _packed(data: bytes) -> bytes:
    halves = data.hex()
    hidden = list(halves)
    for start, end in _packed_numbers(data, halves):
        hidden[start:end] = HIDDEN * (end - start)
    return bytes.fromhex("".join(hidden))


def _packed_numbers(data: bytes, halves: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PACKED, _PACKED_AT_EDGE):
        for found in pattern.finditer(halves):
            if not _is_harmless(data, found):
                yield found.span()


def _is_harmless(data: bytes, found: re.Match[str]) -> bool:
    """Zeros are no number. What reads as words is looked at by its characters, unless it is also a packed number."""
    if not found[0].strip("0"):
        return True
    whole = data[(found.start() + 1) // 2 : found.end() // 2]
    if not _TEXT.match(whole):
        return False
    return whole.isdigit() or not _holds_payment_number(found[0])


def _holds_payment_number(digits: str) -> bool:
    starts = range(len(digits) - SHORTEST + 1)
    return any(
        is_payment_number(digits[at : at + size]) for at in starts for size in range(SHORTEST, LONGEST + 1)
    )
