"""The one reference a customer gets: made on the kiosk, valid offline, easy to read out.

`K07-PAMR-P52T`: kiosk id, seven characters of 31 (no 0, O, 1, I, L), one check character. The check is the weighted sum
modulo 31; as that is prime, one wrong character and two swapped neighbours are always found.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BODY_LENGTH = 7


def make_reference(kiosk_id: str, number: int) -> str:
    """The reference for `number` (any non-negative integer; modulo 31 ** 7)."""
    body = ""
    for _ in range(BODY_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    code = body + _check(kiosk_id, body)
    return f"{kiosk_id}-{code[:4]}-{code[4:]}"


def is_reference(text: str) -> bool:
    """Whether `text` is a whole, undamaged reference."""
    kiosk_id, _, code = text.partition("-")
    body = code.replace("-", "")
    if not kiosk_id or len(body) != BODY_LENGTH + 1 or any(ch not in ALPHABET for ch in body):
        return False
    return body[-1] == _check(kiosk_id, body[:-1])


def _check(kiosk_id: str, body: str) -> str:
    weights = [ord(ch) for ch in kiosk_id] + [ALPHABET.index(ch) for ch in body]
    return ALPHABET[sum((place + 2) * weight for place, weight in enumerate(weights)) % len(ALPHABET)]
