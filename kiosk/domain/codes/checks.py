"""Check digits that several bills share; each by its standard."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}", re.ASCII)
_CREDITOR = re.compile(r"RF\d{2}[0-9A-Z]{1,21}", re.ASCII)
#: Table of the recursive modulo 10 of Swiss payment slips.
_RECURSIVE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def is_iban(text: str) -> bool:
    """ISO 13616: the whole, its first four characters last, is 1 modulo 97."""
    return bool(_IBAN.fullmatch(text)) and _is_one_of_97(text)


def is_creditor_reference(text: str) -> bool:
    """ISO 11649: counted as an IBAN is."""
    return bool(_CREDITOR.fullmatch(text)) and _is_one_of_97(text)


def is_recursive_10(digits: str) -> bool:
    """Swiss QR reference: 27 digits, the last one checks the others."""
    if not re.fullmatch(r"\d{27}", digits, re.ASCII):
        return False
    carry = 0
    for digit in digits[:-1]:
        carry = _RECURSIVE[(carry + int(digit)) % 10]
    return (10 - carry) % 10 == int(digits[-1])


def modulo_10(digits: str) -> int:
    """The check digit behind `digits`: weights 2 and 1 from the right, digits of products added (FEBRABAN)."""
    total = sum(sum(divmod(int(d) * (2 - n % 2), 10)) for n, d in enumerate(reversed(digits)))
    return (10 - total) % 10


def modulo_11(digits: str) -> int:
    """The check digit of `digits`: weights 2 to 9 from the right, again and again; 0, 10 and 11 become 1 (FEBRABAN)."""
    rest = 11 - sum(int(d) * (2 + n % 8) for n, d in enumerate(reversed(digits))) % 11
    return 1 if rest in (0, 10, 11) else rest


def _is_one_of_97(text: str) -> bool:
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1
