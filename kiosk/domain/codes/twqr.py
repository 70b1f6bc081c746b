"""TWQR, Taiwan's shared payment code: `TWQRP://name/158/PURPOSE/V1?D1=...&D7=...`. No check characters.

Issuers disagree whether D1 is in cents or dollars, so the amount is the centre's to say. Purpose 03 is a bill; 01 (a
purchase) and 02 (a transfer) are not ours to pay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import parse_qs

from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "twqr"
_SHAPE = re.compile(r"TWQRP://[^/]*/158/(?P<purpose>\d\d)/V\d\?(?P<fields>.+)", re.DOTALL)
_BILL = "03"


def read(texts: Sequence[str], today: date) -> Reading | None:
    if not texts or not texts[-1].startswith("TWQRP://"):
        return None
    found = _SHAPE.fullmatch(texts[-1])
    if found is None:
        return CodeFault.WRONG_CHECK
    number = parse_qs(found["fields"]).get("D7", [""])[0]
    if found["purpose"] != _BILL or not number:
        return CodeFault.NOT_A_BILL
    return Code(SCHEME, (texts[-1],), number)
