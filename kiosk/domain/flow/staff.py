"""Staff of the site, by number and PIN: paper, cleaning, closing with a reason, opening again. Nothing else."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counters import Count
from kiosk.domain.effects import Effect, KeepService, PrintTest, Push, ResetCounter, WriteAudit
from kiosk.domain.events import Chore, Event
from kiosk.domain.faults import Fault
from kiosk.domain.flow import day_end, supplies
from kiosk.domain.flow.leaving import leave
from kiosk.domain.health import ClosedFor, Device, Service
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperStep
from kiosk.domain.upkeep import CLEANING_TIME
from kiosk.domain.visit import Step, Visit

#: While the printer says one of these, no test print is begun.
NOT_YET = (Fault.COVER_OPEN, Fault.PAPER_OUT)
_NEXT = {PaperStep.CHANGE: PaperStep.CLOSE}


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.StaffMenu() as state:
            return _menu(visit, state, event)
        case states.ClosingWanted() as state:
            return _closing(visit, state, event)
        case states.PaperChange() as state:
            return _paper(visit, state, event)
        case _:
            return None


def admit(visit: Visit, staff: str) -> Step:
    """The customer's visit, if there was one, is over."""
    fresh, effects = leave(visit)
    inside = replace(fresh, touched_at=visit.now, language=visit.language).at(states.StaffMenu(staff))
    return inside, (*effects, WriteAudit(Entry(Kind.STAFF_ENTERED, {"staff": staff})), Push())


def can_open(visit: Visit) -> bool:
    """What the site closed it may open; what a technician or the centre closed waits for them."""
    return visit.health.service is Service.CLOSED and visit.health.closed_for is not None


def _menu(visit: Visit, state: states.StaffMenu, event: Event) -> Step | None:
    match event:
        case events.ChoreChosen(chore):
            return _chore(visit, replace(state, refused=False), chore)
        case events.MaintenanceLeft():
            fresh, effects = leave(visit)
            return fresh, (*effects, WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "staff"})), Push())
        case _:
            return None


def _chore(visit: Visit, state: states.StaffMenu, chore: Chore) -> Step | None:
    match chore:
        case Chore.PAPER:
            return visit.at(states.PaperChange(state)), ()
        case Chore.CLEANING:
            cleaning = states.Cleaning(visit.now + CLEANING_TIME, state)
            return visit.at(cleaning), (WriteAudit(Entry(Kind.CLEANING_BEGAN)),)
        case Chore.DAY_END:
            return day_end.opened(visit, state)
        case Chore.CLOSING if visit.health.service is Service.OPEN:
            if visit.health.recovering:  # a payment that a break left open is being asked about
                return visit.at(replace(state, refused=True)), ()
            return visit.at(states.ClosingWanted(state)), ()
        case Chore.OPENING if can_open(visit):
            return _switch(visit, state, Service.OPEN, None)
        case _:
            return None


def _closing(visit: Visit, state: states.ClosingWanted, event: Event) -> Step | None:
    match event:
        case events.ClosedWith(reason):
            return _switch(visit, state.before, Service.CLOSED, reason)
        case events.WentBack():
            return visit.at(state.before), ()
        case _:
            return None


def _switch(visit: Visit, menu: states.StaffMenu, service: Service, reason: ClosedFor | None) -> Step:
    why = (reason or visit.health.closed_for or ClosedFor.OTHER).value
    fields = {"service": service.value, "reason": why, "staff": menu.staff}
    health = replace(visit.health, service=service, notice=(), closed_for=reason)
    effects: tuple[Effect, ...] = (
        KeepService(service, closed_for=reason),
        WriteAudit(Entry(Kind.SITE_SWITCHED, fields)),
        Push(),
    )
    return replace(visit, health=health).at(menu), effects


# --- new paper --------------------------------------------------------------------------------


def _paper(visit: Visit, state: states.PaperChange, event: Event) -> Step | None:
    match event:
        case events.PaperFinished("test", outcome) if state.outcome == "running":
            return _printed(visit, state, outcome)
        case _ if state.outcome == "running":
            return None
        case events.WentBack():
            return visit.at(state.before), ()
        case events.Confirmed() if state.outcome == PrintOutcome.CONFIRMED:
            return visit.at(state.before), ()
        case events.Confirmed() if (
            state.outcome == PrintOutcome.SENT
        ):  # whoever stands here has seen the page
            return _changed(*supplies.proved(visit.at(state.before)), state)
        case events.Confirmed() if state.step is PaperStep.OPEN:
            return supplies.begun(visit.at(replace(state, step=PaperStep.CHANGE)))
        case events.Confirmed() if state.step in _NEXT:
            return visit.at(replace(state, step=_NEXT[state.step])), ()
        case events.Confirmed() if not still_open(visit):
            printing = replace(state, step=PaperStep.PRINT, outcome="running")
            return visit.at(printing), (PrintTest(visit.language),)
        case _:
            return None


def still_open(visit: Visit) -> bool:
    """By the printer's own word the cover is open or there is no paper."""
    return any(fault in NOT_YET for fault in visit.health.of(Device.RECEIPT_PRINTER).faults)


def _printed(visit: Visit, state: states.PaperChange, outcome: PrintOutcome) -> Step:
    """Only what the printer confirmed, or a person saw, is new paper."""
    after = visit.at(replace(state, outcome=outcome.value))
    if outcome is not PrintOutcome.CONFIRMED:
        return after, ()
    return _changed(after, (), state)


def _changed(visit: Visit, effects: tuple[Effect, ...], state: states.PaperChange) -> Step:
    """The metres of the roll begin anew."""
    by = state.before.staff if isinstance(state.before, states.StaffMenu) else "technician"
    note = WriteAudit(Entry(Kind.PAPER_CHANGED, {"by": by}))
    return visit, (*effects, note, ResetCounter(Count.PAPER_MM), Push())
