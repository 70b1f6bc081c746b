"""The QR code of European credit transfers (EPC069-12): lines of text; the account's check digits are all it has.

BCD / version 001 or 002 / character set 1-8 / SCT / BIC / name / IBAN / EUR amount / purpose / reference / text / note
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes.checks import is_creditor_reference, is_iban
from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "epc"
#: Lines by their place.
VERSION, CHARACTERS, KIND, BIC, NAME, IBAN, AMOUNT, PURPOSE, REFERENCE, TEXT = range(1, 11)
_AMOUNT = re.compile(r"(?:EUR\d{1,9}(?:\.\d{1,2})?)?", re.ASCII)


def read(texts: Sequence[str], today: date) -> Reading | None:
    """What it is for stands in its reference or its text; without one nobody knows which bill it is."""
    if not texts or not re.match(r"BCD\r?\n", texts[-1]):
        return None
    lines = lines_of(texts[-1])
    if not _holds(lines):
        return CodeFault.WRONG_CHECK
    reference = lines[REFERENCE]
    if reference.startswith("RF") and not is_creditor_reference(reference):
        return CodeFault.WRONG_CHECK
    number = reference or lines[TEXT]
    return Code(SCHEME, (texts[-1],), number) if number else CodeFault.NOT_A_BILL


def lines_of(text: str) -> list[str]:
    """Empty lines at the end may be left out."""
    lines = [line.strip() for line in text.splitlines()]
    return lines + [""] * (TEXT + 2 - len(lines))


def _holds(lines: list[str]) -> bool:
    return (
        lines[VERSION] in ("001", "002")
        and lines[CHARACTERS] in tuple("12345678")
        and lines[KIND] == "SCT"
        and bool(lines[NAME])
        and is_iban(lines[IBAN])
        and bool(_AMOUNT.fullmatch(lines[AMOUNT]))
    )
