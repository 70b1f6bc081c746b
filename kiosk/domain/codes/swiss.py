"""The Swiss QR bill (implementation guidelines 2.2): lines of text from `SPC` on, with a reference that is checked.

SPC / 0200 / 1 / IBAN / creditor 7 / ultimate creditor 7 / amount / currency / debtor 7 / QRR, SCOR or NON / reference
/ text / EPD / more
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes.checks import is_creditor_reference, is_iban, is_recursive_10
from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "swiss_qr"
VERSION, CODING, IBAN, NAME, AMOUNT, CURRENCY, KIND, REFERENCE, TEXT, END = 1, 2, 3, 5, 18, 19, 27, 28, 29, 30
_AMOUNT = re.compile(r"(?:\d{1,9}\.\d{2})?", re.ASCII)


def read(texts: Sequence[str], today: date) -> Reading | None:
    if not texts or not re.match(r"SPC\r?\n", texts[-1]):
        return None
    lines = [line.strip() for line in texts[-1].splitlines()]
    if not _holds(lines):
        return CodeFault.WRONG_CHECK
    number = lines[REFERENCE] or lines[TEXT]
    return Code(SCHEME, (texts[-1],), number) if number else CodeFault.NOT_A_BILL


def _holds(lines: list[str]) -> bool:
    return (
        len(lines) > END
        and lines[VERSION].startswith("02")
        and lines[CODING] == "1"
        and lines[IBAN][:2] in ("CH", "LI")
        and is_iban(lines[IBAN])
        and bool(_AMOUNT.fullmatch(lines[AMOUNT]))
        and lines[CURRENCY] in ("CHF", "EUR")
        and lines[END] == "EPD"
        and _refers(lines[KIND], lines[REFERENCE])
    )


def _refers(kind: str, reference: str) -> bool:
    match kind:
        case "QRR":
            return is_recursive_10(reference)
        case "SCOR":
            return is_creditor_reference(reference)
        case _:
            return kind == "NON" and not reference
