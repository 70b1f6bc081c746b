"""PIX (BR Code of the Banco Central do Brasil): an EMVCo code whose account template says `br.gov.bcb.pix`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kiosk.domain.codes import emvco
from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "pix"
_NAME = "br.gov.bcb.pix"
#: What stands in the transaction's id where the payer is to choose one.
_NONE = "***"


def read(texts: Sequence[str], today: date) -> Reading | None:
    if not texts or _NAME not in texts[-1].lower() or not texts[-1].startswith("000201"):
        return None
    fields = emvco.fields_of(texts[-1]) if emvco.is_whole(texts[-1]) else None
    if fields is None:
        return CodeFault.WRONG_CHECK
    additional = emvco.fields_of(fields.get("62", "")) or {}
    number = additional.get("05", "")
    return Code(SCHEME, (texts[-1],), number) if number not in ("", _NONE) else CodeFault.NOT_A_BILL
