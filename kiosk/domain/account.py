"""Who signed in, as far as the kiosk may know: masked strings and a grant bound to this visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Customer:
    """`grant` opens the customer's data at the centre for this visit only; it is never stored or logged."""

    grant: str = field(repr=False)
    name: str
    account: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Granted:
    customer: Customer


@dataclass(frozen=True, slots=True)
class Refused:
    """Wrong or unknown: one answer for both."""


@dataclass(frozen=True, slots=True)
class Locked:
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The centre gave no usable answer (no line, 5xx, not JSON)."""


class Factor(StrEnum):
    """What proves that a typed number is one's own."""

    PIN = "pin"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """If anybody has the number, a code is on its way to the phone on file. Nobody here learns whether."""

    again_at: datetime


@dataclass(frozen=True, slots=True)
class CodeWait:
    """Asked for too often; the newest code stays good."""

    until: datetime


CodeAnswer = CodeAsked | CodeWait | Locked | Unreachable
SignInAnswer = Granted | Refused | Locked | Unreachable
