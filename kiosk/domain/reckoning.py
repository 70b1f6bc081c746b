"""A terminal's totals against the journal's: agreed, not agreed to the cent, or not to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from kiosk.domain.day_end import DayTotals, Listed


class Reckoned(StrEnum):
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    CANNOT_CONFIRM = "cannot_confirm"


class Why(StrEnum):
    """What else there is to know. LOST: the terminal was told to close and its answer got lost; the totals are those that
    were read before. FIRST: nobody knows what the terminal held before this store's first close. JOURNAL: rows of the
    journal do not hold (they were changed), so their sum proves nothing."""

    NONE = ""
    NO_TOTALS = "no_totals"
    NOT_CLOSED = "not_closed"
    LOST = "close_lost"
    INTERRUPTED = "interrupted"
    FIRST = "first_close"
    JOURNAL = "journal_changed"


@dataclass(frozen=True, slots=True)
class Span:
    """What the journal took and gave back from `begins` (None: ever) to now, in minor units: behind the rows `after` and
    `reversals_after`, up to `through` and `reversals_through`. `first`: no close is known before it."""

    begins: datetime | None
    currency: str
    count: int
    minor: int
    back_count: int = 0
    back_minor: int = 0
    through: int = 0
    reversals_through: int = 0
    first: bool = False
    after: int = 0
    reversals_after: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How the day stands: what the journal has since the last close, and when that was (None: never)."""

    last: datetime | None
    span: Span
    listed: Listed


@dataclass(frozen=True, slots=True)
class Close:
    """What the terminal did: its totals, whether it is closed now, and what went wrong."""

    totals: DayTotals | None
    closed: bool
    why: Why = Why.NONE


@dataclass(frozen=True, slots=True)
class DayEndResult:
    """`difference`: what the terminal has more than the journal, in minor units; None: nobody knows."""

    verdict: Reckoned
    why: Why
    span: Span
    totals: DayTotals | None
    closed: bool
    difference: int | None
    listed: Listed = field(default_factory=Listed)


def doubted(result: DayEndResult) -> DayEndResult:
    """The same, where rows of the journal do not hold: nothing agrees by them."""
    agreed = result.verdict is Reckoned.AGREED
    verdict = Reckoned.CANNOT_CONFIRM if agreed else result.verdict
    return replace(result, verdict=verdict, why=Why.JOURNAL)


def reckon(spans: Sequence[Span], close: Close) -> DayEndResult:
    """Against the first of `spans` that fits: a payment may have come while the terminal closed, or an earlier close
    whose answer got lost may have been one. Else against the last."""
    totals = close.totals
    if totals is None:
        return DayEndResult(Reckoned.CANNOT_CONFIRM, close.why, spans[-1], None, close.closed, None)
    span = next((each for each in spans if fits(each, totals)), spans[-1])
    difference = _more(span, totals)
    verdict, why = _verdict(span, totals, close.why)
    return DayEndResult(verdict, why, span, totals, close.closed, difference)


def _verdict(span: Span, totals: DayTotals, why: Why) -> tuple[Reckoned, Why]:
    if why in (Why.LOST, Why.INTERRUPTED):
        return Reckoned.CANNOT_CONFIRM, why
    if fits(span, totals):
        return Reckoned.AGREED, why
    return (Reckoned.CANNOT_CONFIRM, Why.FIRST) if span.first else (Reckoned.NOT_AGREED, why)


def fits(span: Span, totals: DayTotals) -> bool:
    """The same money; the same number too, where the terminal told one."""
    if totals.net:
        return _more(span, totals) == 0
    told = (totals.payments, span.count, span.minor), (totals.reversals, span.back_count, span.back_minor)
    return all(total.amount.minor == minor and total.count in (None, count) for total, count, minor in told)


def _more(span: Span, totals: DayTotals) -> int:
    back = 0 if totals.net else totals.reversals.amount.minor
    return (totals.payments.amount.minor - back) - (span.minor - span.back_minor)
