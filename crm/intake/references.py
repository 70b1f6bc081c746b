"""Whether a reference that a kiosk made is whole. Both sides hold to tests/contract/references.json.

`K07-PAMR-P52T`: the kiosk's id, seven signs of 31 and one that checks them, a weighted sum modulo 31.
"""

from __future__ import annotations

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def is_reference_of(kiosk_id: str, text: str) -> bool:
    """Whether `text` is an undamaged reference that this kiosk may give out (and no other kiosk's)."""
    owner, _, code = text.partition("-")
    signs = code.replace("-", "")
    whole = len(signs) == LENGTH and code == f"{signs[:4]}-{signs[4:]}" and set(signs) <= set(SIGNS)
    return owner == kiosk_id and whole and signs[-1] == _check(owner, signs[:-1])


def complete(kiosk_id: str, number: int) -> str:
    """A whole reference as this kiosk would make one of a random number: for the demonstration, which has no kiosk."""
    signs = "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH - 1))
    signs += _check(kiosk_id, signs)
    return f"{kiosk_id}-{signs[:4]}-{signs[4:]}"


def _check(kiosk_id: str, signs: str) -> str:
    values = [ord(letter) for letter in kiosk_id] + [SIGNS.index(sign) for sign in signs]
    return SIGNS[sum(place * value for place, value in enumerate(values, start=2)) % len(SIGNS)]
