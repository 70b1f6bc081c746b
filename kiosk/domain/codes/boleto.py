"""The Brazilian boleto (FEBRABAN): 44 digits in its barcode, or the 47 that people type, which say the same.

bank 3, currency 1, check 1, days 4, amount 10, free 25       check: modulo 11 over the other 43
typed: three fields with a check digit each (modulo 10), the check, days and amount
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from kiosk.domain.codes.checks import modulo_10, modulo_11
from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "boleto"
_REAL = "9"
_FOR_THE_EYE = str.maketrans("", "", ". ")
#: Day 0 of the four digits; after 9999 they began again at 1000.
_FIRST, _ROUND = date(1997, 10, 7), 9000


def read(texts: Sequence[str], today: date) -> Reading | None:
    digits = texts[-1].translate(_FOR_THE_EYE) if texts else ""
    if not re.fullmatch(r"\d{44}|\d{47}", digits, re.ASCII):
        return None
    barcode = digits if len(digits) == 44 else barcode_of(digits)
    if barcode is None or barcode[3] != _REAL or int(barcode[4]) != modulo_11(barcode[:4] + barcode[5:]):
        return CodeFault.WRONG_CHECK
    return Code(SCHEME, (barcode,), barcode[19:])


def barcode_of(line: str) -> str | None:
    """The 44 digits of a typed line; None where one of its three check digits is wrong."""
    fields = (line[0:10], line[10:21], line[21:32])
    if any(int(field[-1]) != modulo_10(field[:-1]) for field in fields):
        return None
    free = fields[0][4:9] + fields[1][:-1] + fields[2][:-1]
    return line[:4] + line[32] + line[33:47] + free


def due(barcode: str, today: date) -> date | None:
    """When it is due, by the reading that lies nearest today; None where it says none."""
    days = int(barcode[5:9])
    if not days:
        return None
    readings = [_FIRST + timedelta(days=days + turn) for turn in (0, _ROUND, 2 * _ROUND)]
    return min(readings, key=lambda day: abs((day - today).days))
