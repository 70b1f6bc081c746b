"""What is owed, what was, and what waits for the customer. Periods, notices and matters stand in the visit's overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.bill import Bill
from kiosk.domain.house import Task
from kiosk.domain.states.words import PaperState, Problem


@dataclass(frozen=True, slots=True)
class AccountShown:
    """What is owed, with its `as_of`; `waiting` until the centre answers, `problem` if it does not."""

    bills: tuple[Bill, ...] = ()
    as_of: datetime | None = None
    waiting: bool = True
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class ForYou:
    """Open matters and notices, before anything else. `task` is what the customer came for."""

    task: Task


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """Twelve periods of one series of the overview. `paper` tells of the statement."""

    series: int = 0
    page: int = 0
    paper: PaperState = PaperState.OFFERED


@dataclass(frozen=True, slots=True)
class PastBillShown:
    """One bill of the history, with everything there is to know."""

    bill: str
    before: HistoryShown


AccountState = AccountShown | ForYou | HistoryShown | PastBillShown
