"""Nobody is here, or nobody can be served; and home, where every task begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A technician closed the service."""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Nothing can be done here but ask a person. `cause`: `fault`, `power`. After `until` the service is tried again."""

    cause: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """After a break in mid-payment: what became of the last payment, without naming anybody.

    `settled` is `approved`, `not_charged` or `in_doubt`.
    """

    reference: str
    amount: Money
    settled: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Home:
    pass


WaitingState = Attract | Closed | OutOfOrder | Recovered | Home
