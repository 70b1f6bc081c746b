"""Who is called next: one moment for each request, and the earliest is first.

The moment is the end of the promise, moved forward by what makes the case weigh more. It is a moment and not a score, so
age counts by itself: whoever waits is overtaken only by those whose promise ends within the largest credit after theirs,
and nobody starves. It is stored beside the request when that changes, so that "next" is the first entry of an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Topic -> how much sooner it counts: a supply that failed may be somebody's safety.
SEVERITY = {"supply": timedelta(minutes=60), "payment": timedelta(minutes=15)}
TIER = {"vip": timedelta(minutes=30)}
ESCALATED = timedelta(minutes=45)
#: Nobody is overtaken by a request whose promise ends later than this after their own.
MOST_CREDIT = max(SEVERITY.values()) + max(TIER.values()) + ESCALATED
#: A second call is due at its time, and late a quarter of an hour after it.
RETRY_GRACE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Weight:
    """What is looked at besides the promise."""

    topic: str
    tier: str = ""
    escalated: bool = False


def rank(promise: datetime, weight: Weight) -> datetime:
    """Its place in the queue: the smaller, the sooner."""
    credit = SEVERITY.get(weight.topic, timedelta(0)) + TIER.get(weight.tier, timedelta(0))
    return promise - credit - (ESCALATED if weight.escalated else timedelta(0))
