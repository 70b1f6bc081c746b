"""The terminal's day at the panel: how it stands, ended on demand, what it came to, and that on paper."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.day_end import Listed
from kiosk.domain.effects import EndDay, PrintDayEnd, Push, ReadDay, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.visit import Step, Visit

#: What the paper is called among jobs.
REFERENCE = "day_end"
DAY_PAGE = 4


def step(visit: Visit, event: Event) -> Step | None:
    state = visit.state
    if not isinstance(state, states.DayEndShown):
        return None
    match event:
        case events.WentBack() if not state.running:
            return visit.at(state.before), ()
        case events.DayRead(standing):
            return visit.at(replace(state, standing=standing)), ()
        case events.DayEndAsked() if not state.running and state.result is None:
            return visit.at(replace(state, running=True, refused="")), (EndDay(),)
        case events.DayEnded(None, refused) if state.running:
            return visit.at(replace(state, running=False, refused=refused)), (ReadDay(),)
        case events.DayEnded(result) if result is not None:
            ended = replace(state, running=False, refused="", result=result, page=0)
            return replace(visit, touched_at=visit.now).at(ended), (Push(),)
        case events.DayPaperAsked() if state.result is not None and state.paper != "running":
            return visit.at(replace(state, paper="running")), (PrintDayEnd(state.result, visit.language),)
        case events.PaperFinished("day_end", outcome):
            note = WriteAudit(Entry(Kind.DAY_END_PRINTED, {"outcome": outcome.value}))
            return visit.at(replace(state, paper=outcome.value)), (note,)
        case events.PageTurned(page):
            last = max(0, (len(listed(state).transactions) - 1) // DAY_PAGE)
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case _:
            return None


def opened(visit: Visit, before: states.Maintenance | states.StaffMenu) -> Step:
    return visit.at(states.DayEndShown(before)), (ReadDay(),)


def listed(state: states.DayEndShown) -> Listed:
    """What the page shows: of the day that was ended, else of the one that is on."""
    if state.result is not None:
        return state.result.listed
    return state.standing.listed if state.standing else Listed()
