"""The outcome form, from what was typed to a report, with every fault named at its field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from crm.callbacks.states import Outcome
from crm.callbacks.work import Report

#: How far ahead a new window may lie, and how long it may be.
FARTHEST = timedelta(days=30)
LONGEST = timedelta(hours=12)
LONGEST_NOTE = 2000
#: These need a word on what was agreed or why.
NOTED = (Outcome.RESOLVED, Outcome.SENT, Outcome.ESCALATED, Outcome.UNREACHABLE, Outcome.TRANSFERRED)
#: Topics are the queues to which a callback can be handed.
TOPICS = ("billing", "payment", "supply", "meter", "moving", "other")


class Entries(BaseModel):
    """The form's fields as they came; `begins` and `ends` are local, as `datetime-local` writes them.

    `to` is where a transfer goes: `staff:ID` or `topic:WORD`.
    """

    csrf: str = ""
    outcome: Annotated[str, Field(max_length=32)] = ""
    note: Annotated[str, Field(max_length=20_000)] = ""
    begins: Annotated[str, Field(max_length=32)] = ""
    ends: Annotated[str, Field(max_length=32)] = ""
    to: Annotated[str, Field(max_length=64)] = ""


def read_report(entries: Entries, now: datetime, zone: ZoneInfo) -> tuple[Report | None, dict[str, str]]:
    """A report, or what is wrong by field: outcome, note, window, to (keys of the catalogue)."""
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
    to_staff, to_topic = _target(entries.to) if outcome is Outcome.TRANSFERRED else (None, "")
    if outcome is Outcome.TRANSFERRED and to_staff is None and not to_topic:
        faults["to"] = "fault.to_missing"
    if outcome is None or faults:
        return None, faults
    return Report(outcome, note, window, to_staff, to_topic), faults


def _target(to: str) -> tuple[int | None, str]:
    kind, _, which = to.partition(":")
    if kind == "staff" and which.isascii() and which.isdecimal() and len(which) <= 9:
        return int(which), ""
    return None, which if kind == "topic" and which in TOPICS else ""


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
