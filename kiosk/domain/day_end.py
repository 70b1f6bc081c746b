"""A terminal's own reckoning of what it took and gave back since it was closed last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.money import Money
from kiosk.domain.payment import TerminalTime


@dataclass(frozen=True, slots=True)
class Total:
    """`count` None: the terminal told a sum and no number."""

    count: int | None
    amount: Money


@dataclass(frozen=True, slots=True)
class Transaction:
    """What the journal has of one: `minor` units that were taken, negative: that went back. `receipt`: the terminal's
    number of it; None: it told none."""

    at: datetime
    reference: str
    minor: int
    receipt: int | None


class Fate(StrEnum):
    """What became of the printed proof of a payment, in the order of the report. OPEN: nothing is known of any yet."""

    CONFIRMED = "confirmed"
    SENT = "sent"
    PARTIAL = "partial"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"
    NOT_WANTED = "not_wanted"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest transactions, the oldest of them first; `more` are not among them. `proofs`: of how many payments the
    proof came to what; `drawn_in`: papers that nobody took."""

    transactions: tuple[Transaction, ...] = ()
    more: int = 0
    proofs: tuple[tuple[Fate, int], ...] = ()
    drawn_in: int = 0


@dataclass(frozen=True, slots=True)
class DayTotals:
    """`batch`: what the terminal calls this reckoning, "" when it has no name. `closed_at` None: not closed, only read.

    `net`: this terminal tells one sum, payments less reversals; it stands in `payments`, `reversals` is then zero, and
    terminals differ in whether a payment that went back counts: compare the money.
    """

    terminal_id: str
    batch: str
    payments: Total
    reversals: Total
    closed_at: TerminalTime | None
    net: bool = False
