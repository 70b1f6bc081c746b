"""What a card is to this house: ours, somebody else's, or spoilt. Identity only; pure.

A bank card is never ours, whatever the settings say: not by its number, and not by its chip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ANY = "any"
#: How a contactless card's token begins; its identifier follows in hexadecimal.
TAG = "rfid:"
#: Series of payment cards (ISO/IEC 7812-1), and how long their numbers are.
_PAYMENT = re.compile(r"[2-6]\d{11,18}\Z", re.ASCII)
#: Bytes of an identifier: EM4100 has five, ISO/IEC 14443-3 four, seven or ten.
_UID_LENGTHS = (4, 5, 7, 10)
#: A four byte identifier that begins so is made up anew at each tap (ISO/IEC 14443-3): phones and bank cards do that.
_RANDOM = 0x08


@dataclass(frozen=True, slots=True)
class Foreign:
    """A card of somebody else. There is nothing to know about it."""


@dataclass(frozen=True, slots=True)
class Own:
    """A card of the company."""

    token: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A card was there, and could not be read. Never says what was on it."""

    reason: str


Presented = Own | Foreign | Unreadable


@dataclass(frozen=True, slots=True)
class House:
    """Whose cards are passed on: by the first digits of a stripe, by a tag's first byte (two hex digits, or `any`)."""

    prefixes: tuple[str, ...]
    tag_versions: tuple[str, ...] = (ANY,)

    def __post_init__(self) -> None:
        if "" in self.prefixes:
            raise ValueError("an empty prefix would let every card through, bank cards too")

    def stripe(self, number: str) -> Own | Foreign:
        ours = number.startswith(self.prefixes) and not is_payment_number(number)
        return Own(number) if number and ours else Foreign()

    def tag(self, uid: bytes, *, memory_only: bool = True) -> Own | Foreign:
        """`memory_only`: whether the card has no processor. One with a processor may be a bank's."""
        if not memory_only or len(uid) not in _UID_LENGTHS or (len(uid) == 4 and uid[0] == _RANDOM):
            return Foreign()
        ours = ANY in self.tag_versions or f"{uid[0]:02X}" in self.tag_versions
        return Own(TAG + uid.hex().upper()) if ours else Foreign()


def is_payment_number(number: str) -> bool:
    """Whether `number` may be a payment card's: its series, its length, its check digit (ISO/IEC 7812-1, Luhn)."""
    digits = number.removeprefix("B")
    return bool(_PAYMENT.match(digits)) and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in digits[-2::-2])
    return (doubled + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0
