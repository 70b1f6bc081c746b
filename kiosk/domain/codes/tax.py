"""The QR code on Taiwan's tax bills: an address with type 5, bill number 16, amount 10, deadline 6 digits (Republic)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes.reading import Code, CodeFault, Reading
from kiosk.domain.money import Money

SCHEME = "tw_tax"
_BEGIN = "https://paytax.nat.gov.tw/QRCODE.aspx?par="
_REST = re.compile(r"(?P<type>\d{5})(?P<number>[0-9A-Z]{16})(?P<amount>\d{10})(?P<day>\d{6})", re.ASCII)


def read(texts: Sequence[str], today: date) -> Reading | None:
    if not texts or not texts[-1].lower().startswith(_BEGIN.lower()):
        return None
    found = _REST.match(texts[-1][len(_BEGIN) :].upper())
    deadline = _day(found["day"]) if found else None
    if found is None or deadline is None:
        return CodeFault.WRONG_CHECK
    amount = Money(int(found["amount"]) * 100, "TWD")
    return Code(SCHEME, (texts[-1],), found["number"], amount, deadline)


def _day(digits: str) -> date | None:
    """Years 100 and later are written with their last two digits."""
    try:
        return date(2011 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
