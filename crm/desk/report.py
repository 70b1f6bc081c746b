"""The outcome form, from what was typed to a report, with every fault named at its field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from crm.callback_states import Outcome
from crm.callbacks import Report

#: How far ahead a new window may lie, and how long it may be.
FARTHEST = timedelta(days=30)
LONGEST = timedelta(hours=12)
LONGEST_NOTE = 2000
#: These need a word on what was agreed or why.
NOTED = (Outcome.RESOLVED, Outcome.ESCALATED, Outcome.UNREACHABLE)


class Entries(BaseModel):
    """The form's fields as they came; `begins` and `ends` are local, as `datetime-local` writes them."""

    csrf: str = ""
    outcome: Annotated[str, Field(max_length=32)] = ""
    note: Annotated[str, Field(max_length=20_000)] = ""
    begins: Annotated[str, Field(max_length=32)] = ""
    ends: Annotated[str, Field(max_length=32)] = ""


def read_report(entries: Entries, now: datetime, zone: ZoneInfo) -> tuple[Report | None, dict[str, str]]:
    """A report, or what is wrong by field: outcome, note, window (keys of the catalogue)."""
    faults: dict[str, str] = {}
    outcome = Outcome(entries.outcome) if entries.outcome in set(Outcome) else None
    note = entries.note.strip()
    if outcome is None:
        faults["outcome"] = "fault.outcome_missing"
    if outcome in NOTED and not note:
        faults["note"] = "fault.note_missing"
    if len(note) > LONGEST_NOTE:
        faults["note"] = "fault.note_long"
    window = _window(entries, zone) if outcome is Outcome.REARRANGED else None
    if outcome is Outcome.REARRANGED and not _is_possible(window, now):
        faults["window"] = "fault.window"
    if outcome is None or faults:
        return None, faults
    return Report(outcome, note, window), faults


def _window(entries: Entries, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    try:
        begins, ends = (datetime.fromisoformat(text) for text in (entries.begins, entries.ends))
        return begins.replace(tzinfo=zone).astimezone(UTC), ends.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _is_possible(window: tuple[datetime, datetime] | None, now: datetime) -> bool:
    if window is None:
        return False
    begins, ends = window
    return now < ends and begins < ends <= begins + LONGEST and begins <= now + FARTHEST
