"""EMVCo merchant-presented QR: ID, length, value; last `6304` and CRC-16/CCITT-FALSE of all before it."""

from __future__ import annotations

import binascii
from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.domain.codes.reading import Code, CodeFault, Reading

SCHEME = "emvco"
_BEGIN, _CRC = "000201", "6304"
_ADDITIONAL, _BILL_NUMBER, _REFERENCE = "62", "01", "05"


def read(texts: Sequence[str], today: date) -> Reading | None:
    """The amount in it is the merchant's wish; the centre says what is owed."""
    if not texts or not texts[-1].startswith(_BEGIN):
        return None
    text = texts[-1]
    fields = fields_of(text) if is_whole(text) else None
    if fields is None:
        return CodeFault.WRONG_CHECK
    additional = fields_of(fields.get(_ADDITIONAL, "")) or {}
    number = additional.get(_BILL_NUMBER) or additional.get(_REFERENCE)
    return Code(SCHEME, (text,), number) if number else CodeFault.NOT_A_BILL


def is_whole(text: str) -> bool:
    """Whether the code ends with the right CRC, counted over UTF-8."""
    return text[-8:-4] == _CRC and text[-4:].upper() == crc(text[:-4])


def written(fields: Mapping[str, str]) -> str:
    """Fields as text; a value holds at most 99 characters."""
    return "".join(f"{name}{len(value):02d}{value}" for name, value in fields.items())


def sealed(text: str) -> str:
    """`text` with its CRC behind it."""
    return text + _CRC + crc(text + _CRC)


def crc(text: str) -> str:
    return f"{binascii.crc_hqx(text.encode('utf-8'), 0xFFFF):04X}"


def fields_of(text: str) -> dict[str, str] | None:
    """ID -> value; None where a length does not fit. Lengths count characters."""
    fields: dict[str, str] = {}
    while text:
        head, length = text[:2], text[2:4]
        if not (head.isdecimal() and length.isdecimal()) or len(text) < 4 + int(length):
            return None
        fields[head] = text[4 : 4 + int(length)]
        text = text[4 + int(length) :]
    return fields
