"""What is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.bill import Bill
from kiosk.domain.states.words import Problem


@dataclass(frozen=True, slots=True)
class AccountShown:
    """What is owed, with its `as_of`; `waiting` until the centre answers, `problem` if it does not."""

    bills: tuple[Bill, ...] = ()
    as_of: datetime | None = None
    waiting: bool = True
    problem: Problem = Problem.NONE


AccountState = AccountShown
