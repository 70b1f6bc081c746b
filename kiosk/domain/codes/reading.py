"""What reading a code may come to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.money import Money


class CodeFault(StrEnum):
    """Why it is no bill that can be looked for (`scan.problem.*`)."""

    UNKNOWN = "unknown_code"
    WRONG_CHECK = "wrong_check"
    NOT_A_BILL = "not_a_bill"


@dataclass(frozen=True, slots=True)
class Code:
    """A whole code, checked. `texts` in the order of the scheme; `amount` and `deadline` only where the code is to be
    trusted with them; `number` is what the bill calls itself, for a mask."""

    scheme: str
    texts: tuple[str, ...] = field(repr=False)
    number: str = field(repr=False)
    amount: Money | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class More:
    """Good so far; `wanted` further codes of the same bill. `texts` are those that still count."""

    texts: tuple[str, ...] = field(repr=False)
    wanted: int


Reading = Code | More | CodeFault


def key(scheme: str, texts: Sequence[str]) -> str:
    """By what kiosk and centre know a code without keeping it: 48 hex digits (tests/contract/bill_codes.json)."""
    return hashlib.sha256("\n".join((scheme, *texts)).encode("utf-8")).hexdigest()[:48]
