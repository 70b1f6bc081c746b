"""The convenience-store bill of Taiwan: three Code 39 barcodes, scanned in any order, told apart by their length.

    9    deadline YYMMDD (years of the Republic, or of the common era: the nearer counts), collector's code
    16   the bill's own number
    15   MMDD, two check characters, nine digits of amount in dollars

Check (published tests of Business::TW::TSIB::CStorePayment): digits count as they are, A-I and J-R as 1-9, S-Z as 2-9.
In each segment by itself, characters 1, 3, 5 ... go into the first sum, 2, 4, 6 ... into the second, the check characters
as 0; each modulo 11, the first with 0 as A and 10 as B, the second with 0 as X and 10 as Y. It ties the three together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes.reading import Code, CodeFault, More, Reading
from kiosk.domain.money import Money

SCHEME = "tw_three_segment"
LENGTHS = (9, 16, 15)  # the order on the bill
_SHAPES = {
    9: re.compile(r"\d{6}[0-9A-Z]{3}"),
    16: re.compile(r"[0-9A-Z]{16}"),
    15: re.compile(r"\d{4}[0-9A-Z]{2}\d{9}"),
}
_CHECK = slice(4, 6)
#: Some issuers print hyphens and blanks for the eye; Code 39 readers may pass its start and stop on.
_FOR_THE_EYE = str.maketrans("", "", "- *")


def read(texts: Sequence[str], today: date) -> Reading | None:
    """None unless the newest text is a segment. A second segment of a kind replaces the first: another bill began."""
    if not texts or _segment(texts[-1]) is None:
        return None
    found = {len(segment): segment for text in texts if (segment := _segment(text))}
    if len(found) < len(LENGTHS):
        return More(tuple(found.values()), len(LENGTHS) - len(found))
    return _whole(tuple(found[length] for length in LENGTHS), today)


def _segment(text: str) -> str | None:
    plain = text.translate(_FOR_THE_EYE).upper()
    shape = _SHAPES.get(len(plain))
    return plain if shape and shape.fullmatch(plain) else None


def _whole(segments: tuple[str, ...], today: date) -> Code | CodeFault:
    first, second, third = segments
    deadline = _nearest(first[:6], today)
    if third[_CHECK] != check(segments) or deadline is None:
        return CodeFault.WRONG_CHECK
    return Code(SCHEME, segments, second, Money(int(third[6:]) * 100, "TWD"), deadline)


def check(segments: Sequence[str]) -> str:
    """The two check characters; whatever stands in their place counts 0."""
    first, second, third = segments
    parts = (first, second, third[:4] + "00" + third[6:])
    odd = sum(_value(c) for part in parts for c in part[::2]) % 11
    even = sum(_value(c) for part in parts for c in part[1::2]) % 11
    return {0: "A", 10: "B"}.get(odd, str(odd)) + {0: "X", 10: "Y"}.get(even, str(even))


def _value(character: str) -> int:
    if character.isdigit():
        return int(character)
    place = ord(character) - ord("A")
    return place % 9 + 1 if place < 18 else place - 18 + 2


def _nearest(digits: str, today: date) -> date | None:
    """YYMMDD in the year that lies nearest today."""
    years = [epoch + int(digits[:2]) for epoch in (1911, 2011, 2000)]
    days = [day for year in years if (day := _day(year, digits)) is not None]
    return min(days, key=lambda day: abs((day - today).days), default=None)


def _day(year: int, digits: str) -> date | None:
    try:
        return date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
