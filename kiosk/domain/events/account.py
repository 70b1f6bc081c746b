"""Looking at an account."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.overview import Overview


@dataclass(frozen=True, slots=True)
class OverviewFetched:
    """None: the centre gave no usable answer; `reason` is its word for it, if it had one."""

    overview: Overview | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoticeDismissed:
    notice: str


@dataclass(frozen=True, slots=True)
class MattersChosen:
    """What is open, and what I should know."""


@dataclass(frozen=True, slots=True)
class HistoryChosen:
    pass


@dataclass(frozen=True, slots=True)
class SeriesChosen:
    """Another account or another kind; counts from 0."""

    series: int


@dataclass(frozen=True, slots=True)
class PastBillChosen:
    bill: str


@dataclass(frozen=True, slots=True)
class StatementAsked:
    """The periods on the screen, on paper."""


@dataclass(frozen=True, slots=True)
class AmountsSwitched:
    """Hide amounts from eyes behind, or show them again."""


@dataclass(frozen=True, slots=True)
class MatterChosen:
    """Show this one of the open matters."""

    reference: str


AccountTouch = (
    NoticeDismissed
    | MattersChosen
    | MatterChosen
    | HistoryChosen
    | SeriesChosen
    | PastBillChosen
    | StatementAsked
    | AmountsSwitched
)


AccountEvent = AccountTouch | OverviewFetched
