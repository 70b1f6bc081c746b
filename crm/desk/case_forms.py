"""The forms of a case, from what was typed to values. What cannot be read is refused by name."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BaseModel, Field

from crm.cases.kinds import MOST_DAYS, Resolution, Way
from crm.cases.work import FollowUp, NotNow, Settlement

#: The most that can be typed at all, in whole units.
MOST = 1_000_000
Note = Annotated[str, Field(max_length=2000)]


class StepEntries(BaseModel):
    """`amount` in whole units of the currency, with a point for parts."""

    csrf: str = ""
    step: Annotated[str, Field(max_length=32)] = ""
    note: Note = ""
    resolution: Annotated[str, Field(max_length=32)] = ""
    amount: Annotated[str, Field(max_length=16)] = ""
    way: Annotated[str, Field(max_length=16)] = ""
    days: Annotated[str, Field(max_length=4)] = ""


class CloseEntries(BaseModel):
    csrf: str = ""
    outcome: Annotated[str, Field(max_length=32)] = ""
    note: Note = ""


def read_settlement(entries: StepEntries) -> Settlement:
    """Raises NotNow: no resolution, or no amount that can be given."""
    if entries.resolution not in set(Resolution):
        raise NotNow("resolution")
    try:
        amount = Decimal(entries.amount.strip() or "0")
    except InvalidOperation:
        raise NotNow("amount") from None
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
        raise NotNow("amount")
    return Settlement(Resolution(entries.resolution), int(amount * 100), entries.note.strip())


def read_plan(entries: StepEntries) -> FollowUp:
    """Raises NotNow: no way, or no days that can be waited."""
    if entries.way not in set(Way):
        raise NotNow("way")
    if not entries.days.isascii() or not entries.days.isdigit() or not 1 <= int(entries.days) <= MOST_DAYS:
        raise NotNow("days")
    return FollowUp(Way(entries.way), int(entries.days))
