"""Examples of money on its way back, and of what the queue holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.domain.health import QueueCounts
from kiosk.domain.payment import Payment, Slip
from kiosk.domain.posting import Posted, Posting
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
        Reversal: (
            Reversed(slip),
            NotReversed("already"),
            NotReversed("refused"),
            ReversalInDoubt("no_answer"),
        ),
    }
