"""A payment slip for the counter: what is to be paid in cash, until when, and a code that the counter scans.

It moves no money and reserves nothing. It runs out, and a newer slip for any of its bills supersedes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.codes import Code, emvco
from kiosk.domain.money import EXPONENTS, NUMERIC_CODES, Money
from kiosk.domain.payment import PaymentLine

#: How a slip's code names its kind, in the account template 26 of EMVCo's merchant-presented QR.
GUID = "counter-slip"
_ACCOUNT, _UNIQUE, _UNTIL = "26", "00", "02"


@dataclass(frozen=True, slots=True)
class CounterSlip:
    """`until` is the last day on which the counter takes it."""

    reference: str
    lines: tuple[PaymentLine, ...]
    amount: Money
    issued_at: datetime
    until: date


class NoSlip(StrEnum):
    """Why a slip is no good any more, or nothing is known of it (`scan.problem.slip_*`)."""

    UNKNOWN = "slip_unknown"
    EXPIRED = "slip_expired"
    SUPERSEDED = "slip_superseded"
    PAID = "slip_paid"
    #: The journal of payments does not hold where it would say so.
    UNSURE = "slip_unsure"


def code_of(slip: CounterSlip, brand: str, place: str) -> str:
    """The text of its QR code: a dynamic EMVCo code with amount, slip number, last day and CRC. ASCII only."""
    currency = slip.amount.currency
    account = emvco.written({_UNIQUE: GUID, _UNTIL: f"{slip.until:%Y%m%d}"})
    fields = {
        "00": "01",
        "01": "12",
        _ACCOUNT: account,
        "52": "4900",
        "53": NUMERIC_CODES[currency][-3:],
        "54": _major(slip.amount),
        "58": currency[:2],  # ISO 4217 names the country first
        "59": _ascii(brand, 25),
        "60": _ascii(place, 15),
        "62": emvco.written({"01": slip.reference}),
    }
    return emvco.sealed(emvco.written(fields))


def reference_in(code: Code) -> str:
    """The number of the slip that this code belongs to; empty: it is no slip's."""
    fields = emvco.fields_of(code.texts[0]) if code.scheme == emvco.SCHEME else None
    account = emvco.fields_of((fields or {}).get(_ACCOUNT, "")) or {}
    return code.number if account.get(_UNIQUE) == GUID else ""


def until_in(code: Code) -> date | None:
    """The last day that the code itself tells, for slips that another machine gave out."""
    fields = emvco.fields_of(code.texts[0]) or {}
    day = (emvco.fields_of(fields.get(_ACCOUNT, "")) or {}).get(_UNTIL, "")
    try:
        return datetime.strptime(day, "%Y%m%d").date()
    except ValueError:
        return None


def _major(amount: Money) -> str:
    digits = EXPONENTS[amount.currency]
    whole, part = divmod(amount.minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def _ascii(text: str, most: int) -> str:
    return text.encode("ascii", "ignore").decode()[:most].strip() or "-"
