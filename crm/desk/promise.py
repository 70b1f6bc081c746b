"""The promise clock: how much is left until the company has to have called, as a word and a tone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm.callbacks.states import OVER
from crm.callbacks.work import opens_at
from crm.callbacks.worklist import SOON, due_at
from crm.desk.texts import Texts
from crm.schema import Callback
from crm.schema import CallbackState as State

COMFORT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tag:
    """`tone` is a class of the style sheet: danger, attention, info, success, plain. The text says the same."""

    tone: str
    text: str


def clock_of(row: Callback, now: datetime, texts: Texts) -> Tag:
    """What the clock of this callback shows at `now`."""
    left = due_at(row) - now
    if row.state in OVER:
        return _ended(row, texts)
    if left < timedelta(0):
        return Tag("danger", texts.get("clock.overdue", span=texts.span(-left.total_seconds())))
    if row.state is State.RETRY and now < opens_at(row):
        return Tag("info", texts.get("clock.missed", count=row.attempts))
    return Tag(_tone(left), texts.get("clock.left", span=texts.span(left.total_seconds())))


def _tone(left: timedelta) -> str:
    if left <= SOON:
        return "attention"
    return "info" if left <= COMFORT else "success"


def _ended(row: Callback, texts: Texts) -> Tag:
    kept = row.first_call_at is not None and row.first_call_at <= row.window_to
    if row.state is not State.DONE:
        return Tag("plain", texts.get(f"state.{row.state.value}"))
    return Tag("success", texts.get("clock.kept")) if kept else Tag("plain", texts.get("clock.not_kept"))
