"""What became of a payment at the centre, as it says when it takes the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Posted(StrEnum):
    POSTED = "posted"
    REFUND_DUE = "refund_due"


@dataclass(frozen=True, slots=True)
class Posting:
    """`reversible_until`: nobody there gives the money back before then, so this kiosk alone may; None: it may not.

    A kiosk that was granted it owes an answer: what went back, or that nothing did.
    """

    state: Posted
    reversible_until: datetime | None = None
