"""The terminal's day, ended at the panel."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.reckoning import DayEndResult, Standing
from kiosk.domain.states.maintenance import Maintenance
from kiosk.domain.states.staff import StaffMenu


@dataclass(frozen=True, slots=True)
class DayEndShown:
    """`standing` None until it is read; `result`: the day was ended just now. `refused`: why it was not (`unsettled`,
    `store`, `busy`). `paper`: as Maintenance.test. `page` of the transactions counts from 0."""

    before: Maintenance | StaffMenu
    standing: Standing | None = None
    running: bool = False
    result: DayEndResult | None = None
    refused: str = ""
    paper: str = ""
    page: int = 0


DayEndState = DayEndShown
