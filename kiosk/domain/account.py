"""Who signed in, as far as the kiosk may know: masked strings and a grant bound to this visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


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


SignInAnswer = Granted | Refused | Locked | Unreachable
