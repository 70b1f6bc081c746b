"""The codes that this company prints on its bills: three barcodes for convenience stores, and one QR code. Pure.

The kiosk reads them by its own hand (kiosk/domain/codes); tests/contract/bill_codes.json holds both to the same example.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

THREE_SEGMENT, EMVCO = "tw_three_segment", "emvco"
#: The collector's code within the first segment, and the company within the QR code.
COLLECTOR, MERCHANT, NAME, CITY = "QC7", "tw.example.qingchuan", "QINGCHUAN UTILITIES", "NEW TAIPEI"
_UTILITIES, _DYNAMIC = "4900", "12"
_NUMERIC = {"TWD": "901", "EUR": "978", "USD": "840"}
_MOST = 999_999_999


@dataclass(frozen=True, slots=True)
class Printed:
    """What a bill's codes are made of. `number`: sixteen capital letters and digits; `deadline`: for the stores."""

    number: str
    minor: int
    currency: str
    deadline: date


def key(scheme: str, texts: tuple[str, ...] | list[str]) -> str:
    """By what a code is known without being kept: 48 hex digits."""
    return sha256("\n".join((scheme, *texts)).encode("utf-8")).hexdigest()[:48]


def three_segment(bill: Printed) -> tuple[str, str, str] | None:
    """None where the stores could not take it: another currency, cents, or too much."""
    dollars, cents = divmod(bill.minor, 100)
    if bill.currency != "TWD" or cents or dollars > _MOST:
        return None
    first = f"{(bill.deadline.year - 1911) % 100:02}{bill.deadline:%m%d}{COLLECTOR}"
    day, amount = f"{bill.deadline:%m%d}", f"{dollars:09}"
    return first, bill.number, day + _check((first, bill.number, f"{day}00{amount}")) + amount


def emvco(bill: Printed) -> str:
    fields = (
        ("00", "01"),
        ("01", _DYNAMIC),
        ("26", _tlv(("00", MERCHANT), ("01", bill.number))),
        ("52", _UTILITIES),
        ("53", _NUMERIC[bill.currency]),
        ("54", f"{bill.minor // 100}.{bill.minor % 100:02}"),
        ("58", "TW"),
        ("59", NAME),
        ("60", CITY),
        ("62", _tlv(("01", bill.number))),
    )
    text = _tlv(*fields) + "6304"
    return f"{text}{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def keys(bill: Printed) -> list[str]:
    """Of every code that is printed on this bill."""
    segments = three_segment(bill)
    found = [key(EMVCO, [emvco(bill)])] if bill.currency in _NUMERIC else []
    return [*found, key(THREE_SEGMENT, segments)] if segments else found


def _tlv(*fields: tuple[str, str]) -> str:
    return "".join(f"{name}{len(value):02}{value}" for name, value in fields)


def _check(parts: tuple[str, str, str]) -> str:
    odd = sum(_value(c) for part in parts for c in part[0::2]) % 11
    even = sum(_value(c) for part in parts for c in part[1::2]) % 11
    return {0: "A", 10: "B"}.get(odd, str(odd)) + {0: "X", 10: "Y"}.get(even, str(even))


def _value(character: str) -> int:
    """A-I and J-R count 1-9, S-Z 2-9."""
    if character.isdigit():
        return int(character)
    place = ord(character) - ord("A")
    return (place % 9) + 1 + (place >= 18)
