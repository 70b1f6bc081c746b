"""Copies of a proof of payment: on paper numbered, marked, limited; on a phone behind a link that nobody guesses.

The payment's own reference never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.domain.payment import Approved, Payment


@dataclass(frozen=True, slots=True)
class Copy:
    """The `number`-th copy (from 1) of one proof; its number is on disk before it is printed."""

    payment: Payment
    approved: Approved
    posted: bool
    offline: bool
    number: int
    #: The audit chain's head behind it.
    anchor: str = ""


class NoCopy(StrEnum):
    """Why there is no copy (`copy.*`)."""

    UNKNOWN = "unknown"
    TOO_MANY = "too_many"
    NOT_SAVED = "not_saved"
    #: Its rows do not hold: nothing is printed that somebody may have changed.
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class ReceiptLink:
    """Opens the proof on the centre's public page, good to the end of `until`. `code` is 128 random bits in base64url;
    whoever has it reads the receipt, so it is shown to who has paid and kept nowhere: the centre has its hash."""

    code: str = field(repr=False)
    until: date
