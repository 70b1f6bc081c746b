"""A bill that somebody holds up without saying who they are, and what the centre says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.bill import Bill
from kiosk.domain.codes import Code, key
from kiosk.domain.masks import mask_account
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentLine

#: A bill that only its code names begins so; the centre knows which it is (tests/contract/bill_codes.json).
BY_CODE = "code:"
KIND = "scanned"


class ScanProblem(StrEnum):
    """Why a code leads to no payment, as the customer is told (`scan.problem.*`)."""

    NONE = ""
    UNREADABLE = "unreadable"
    UNKNOWN_CODE = "unknown_code"
    WRONG_CHECK = "wrong_check"
    NOT_A_BILL = "not_a_bill"
    NOT_FOUND = "not_found"
    ALREADY_PAID = "already_paid"
    CLOSED_ACCOUNT = "closed_account"
    TOO_OFTEN = "too_often"
    LINE_DOWN = "line_down"
    EXPIRED = "expired"
    SLIP_UNKNOWN = "slip_unknown"
    SLIP_EXPIRED = "slip_expired"
    SLIP_SUPERSEDED = "slip_superseded"
    SLIP_PAID = "slip_paid"
    SLIP_UNSURE = "slip_unsure"


@dataclass(frozen=True, slots=True)
class Guest:
    """What a scan opened: these bills, at this kiosk, for a while."""

    grant: str = field(repr=False)
    bills: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScanFound:
    """`earlier`: the scanned bill is not to be paid any more; these are what its account owes now."""

    guest: Guest
    bills: tuple[Bill, ...]
    as_of: datetime
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class ScanRefused:
    why: ScanProblem
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class ScanUnanswered:
    """The centre could not be asked."""


ScanAnswer = ScanFound | ScanRefused | ScanUnanswered


def line_of(code: Code, amount: Money) -> PaymentLine:
    """What a code says by itself, where no centre can say more."""
    due = code.deadline.isoformat() if code.deadline else ""
    named = BY_CODE + key(code.scheme, code.texts)
    return PaymentLine(named, KIND, mask_account(code.number), "", "", due, amount)


def is_by_code(line: PaymentLine) -> bool:
    return line.bill.startswith(BY_CODE)
