"""Examples of money on its way back, of a day's end, and of what the queue holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.day_end import DayTotals, Fate, Listed, Total, Transaction
from kiosk.domain.health import QueueCounts
from kiosk.domain.money import Money
from kiosk.domain.payment import Payment, Slip
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.reckoning import DayEndResult, Reckoned, Span, Standing, Why, doubted
from kiosk.domain.reversal import GivingBack, NotReversed, Reversal, ReversalInDoubt, Reversed


def going_back(payment: Payment, slip: Slip, now: datetime) -> dict[Any, tuple[Any, ...]]:
    """Ready-made values, by type: under a grant that lasts and under one that is over."""
    until = now + timedelta(hours=24)
    giving = GivingBack("reversal-1", payment, slip, now, until)
    return {
        Posting: (
            Posting(Posted.REFUND_DUE, until),
            Posting(Posted.REFUND_DUE, now),
            Posting(Posted.REFUND_DUE),
            Posting(Posted.POSTED),
        ),
        GivingBack: (giving, replace(giving, until=now)),
        QueueCounts: (QueueCounts(1, 0, 0, now), QueueCounts(offline=2, offline_since=now), QueueCounts()),
        DayEndResult: (ended(now), doubted(ended(now))),
        Standing: (Standing(now, span(), listed(now)), Standing(None, span(), Listed())),
        Reversal: (
            Reversed(slip),
            NotReversed("already"),
            NotReversed("refused"),
            ReversalInDoubt("no_answer"),
        ),
    }


def ended(now: datetime, difference: int = 0) -> DayEndResult:
    """A day of 14 payments of which one went back; the terminal has `difference` more."""
    taken = 14 * 280_400
    totals = DayTotals("52500038", "17", Total(14, Money(taken + difference)), Total(1, Money(280_400)), None)
    verdict = Reckoned.NOT_AGREED if difference else Reckoned.AGREED
    return DayEndResult(verdict, Why.NONE, span(), totals, True, difference, listed(now))


def span() -> Span:
    return Span(None, "TWD", 14, 14 * 280_400, 1, 280_400, 19, 1)


def listed(now: datetime) -> Listed:
    taken = [
        Transaction(now - timedelta(minutes=17 * n), f"K07-2222-2{n:03}", 280_400, 150 - n)
        for n in reversed(range(14))
    ]
    proofs = ((Fate.CONFIRMED, 11), (Fate.PARTIAL, 1), (Fate.NOT_WANTED, 2))
    return Listed((*taken, Transaction(now, "K07-2222-2000", -280_400, None)), 0, proofs, drawn_in=1)
