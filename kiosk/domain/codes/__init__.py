"""What the codes on bills say: one file a scheme, pure. A code is read here; whose bill it is, only the centre knows.

A scheme is a function `read(texts, today)`: what the texts scanned so far are to it, or None where they are not its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes import boleto, emvco, epc, pix, swiss, tax, three_segment, twqr
from kiosk.domain.codes.reading import Code, CodeFault, More, Reading, key

#: Asked in this order; the first that knows the texts answers. Another scheme is a file with a `read`, and its name here.
SCHEMES = (
    three_segment.read,
    tax.read,
    twqr.read,
    pix.read,
    emvco.read,
    epc.read,
    swiss.read,
    boleto.read,
)


def read(texts: Sequence[str], today: date) -> Reading:
    """`texts`: everything scanned for this bill, in the order of scanning."""
    for scheme in SCHEMES:
        found = scheme(texts, today)
        if found is not None:
            return found
    return CodeFault.UNKNOWN


__all__ = ["Code", "CodeFault", "More", "Reading", "key", "read"]
