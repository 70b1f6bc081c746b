"""A printer with a presenter says whether its paper was taken: what was not is drawn in after a while, and before anybody
else comes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from kiosk.domain import events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import RetractPaper, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.flow.touch import is_committing, is_resting, is_touch
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.receipt import Untaken
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Step, Visit

#: How long paper waits to be taken.
TAKE = timedelta(seconds=30)
_ANSWERS = (DeviceState.ONLINE, DeviceState.PERSON_NEEDED)
_OUT = (PaperState.CONFIRMED, PaperState.SENT, PaperState.UNKNOWN)


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.PaperRetracted(done=True, why=why):
            note = WriteAudit(Entry(Kind.PAPER_RETRACTED, {"when": why.value}))
            return _told(visit, PaperState.RETRACTED), (note,)
        case events.PaperRetracted():  # again in a while; nothing is printed on top of it
            return replace(visit, paper_at=visit.now), ()
        case _:
            return None


def settled(before: Visit, event: Event, step: Step) -> Step:
    """`step`, and what becomes of the paper in the mouth."""
    after, effects = step
    match event:
        case events.DeviceReported(status) if status.device is Device.RECEIPT_PRINTER:
            return _seen(after, status), effects
        case events.Ticked() if after.paper_at is not None and after.paper_at > after.now:
            return replace(after, paper_at=after.now), effects  # the clock was set back
        case events.Ticked() if after.paper_at is not None and not is_committing(after):
            due = after.now - after.paper_at >= TAKE
            why = Untaken.LEFT if is_resting(after) else Untaken.HERE
            return _drawn_in(step, why) if due else step
        case _ if is_touch(event) and is_resting(before) and before.paper_at is not None:
            return _drawn_in(step, Untaken.NEXT)
        case _:
            return step


def _seen(visit: Visit, status: DeviceStatus) -> Visit:
    if Fault.PAPER_WAITS in status.faults:
        return replace(visit, paper_at=visit.paper_at or visit.now)
    if visit.paper_at is None or status.state not in _ANSWERS:
        return visit
    return _told(visit, PaperState.TAKEN)


def _told(visit: Visit, became: PaperState) -> Visit:
    """The mouth is empty. Whoever stands before it sees what became of their paper."""
    visit = replace(visit, paper_at=None, slot=False)
    if getattr(visit.state, "paper", None) not in _OUT:
        return visit
    state: Any = replace(cast(Any, visit.state), paper=became)
    return replace(visit, state=state)


def _drawn_in(step: Step, why: Untaken) -> Step:
    after, effects = step
    return replace(after, paper_at=after.now), (RetractPaper(why), *effects)
