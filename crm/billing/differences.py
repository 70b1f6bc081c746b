"""What can be wrong with a day's money, each by one name, and what the day comes to (docs/reconciliation.md)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    CANNOT_CONFIRM = "cannot_confirm"


class Difference(StrEnum):
    """What can be wrong. `LATE` is no difference, only something to know."""

    MISSING = "missing"
    NUMBER_TWICE = "number_twice"
    TOTALS = "totals"
    DOUBLED = "doubled"
    AMOUNT = "amount"
    UNKNOWN_BILL = "unknown_bill"
    NOT_POSTED = "not_posted"
    POSTING = "posting"
    IN_DOUBT = "in_doubt"
    CONTRADICTION = "contradiction"
    LATE = "late"
    CHARGED_UNKNOWN = "charged_unknown"
    NOT_AT_TERMINAL = "not_at_terminal"
    TERMINAL_AMOUNT = "terminal_amount"
    REVERSAL_UNMATCHED = "reversal_unmatched"
    NOT_HERE = "not_here"
    NO_PROOF = "no_proof"
    PAYOUT_MISSING = "payout_missing"
    PAYOUT_UNKNOWN = "payout_unknown"
    PAYOUT_AMOUNT = "payout_amount"
    PAYOUT_TWICE = "payout_twice"
    BOOKED_MISSING = "booked_missing"
    BOOKED_UNKNOWN = "booked_unknown"
    BOOKED_AMOUNT = "booked_amount"
    BOOKED_TWICE = "booked_twice"


@dataclass(frozen=True, slots=True)
class Found:
    """`subject` is a reference, a bill or a number of the stream; `settled`: staff have closed its case."""

    difference: Difference
    subject: str
    minor: int | None = None
    settled: bool = False
