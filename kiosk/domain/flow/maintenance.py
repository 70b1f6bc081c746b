"""Behind the hidden gesture: a technician's PIN, device states, a test print, opening and closing the service."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import CheckTechnician, CountQueue, KeepService, PrintTest, Push, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow import staff
from kiosk.domain.flow.leaving import leave
from kiosk.domain.health import Service
from kiosk.domain.states import Problem
from kiosk.domain.upkeep import failed_required
from kiosk.domain.visit import Step, Visit

#: Those of technicians, and of site staff with their number before it.
PIN_LENGTHS = range(6, 15)
DOORS = (
    states.Attract,
    states.Closed,
    states.OutOfOrder,
    states.Recovered,
    states.CardToTake,
    states.CardTold,
    states.Home,
)


def step_entry(visit: Visit, event: Event) -> Step | None:
    """The gesture works where no customer's business is open."""
    if not isinstance(event, events.MaintenanceGestured):
        return None
    if not isinstance(visit.state, DOORS):
        return visit, ()
    return visit.at(states.TechnicianPin()), ()


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state:
        case states.TechnicianPin() as state:
            return _pin(visit, state, event)
        case states.Maintenance() as state:
            return _inside(visit, state, event)
        case _:
            return None


def _pin(visit: Visit, state: states.TechnicianPin, event: Event) -> Step | None:
    match event:
        case events.TechnicianAdmitted() if state.checking:
            return _admit(visit)
        case events.StaffAdmitted(number) if state.checking:
            return staff.admit(visit, number)
        case events.TechnicianRefused(locked_until) if state.checking:
            problem = Problem.PIN_LOCKED if locked_until else Problem.PIN_WRONG
            refused = states.TechnicianPin(problem=problem, locked_until=locked_until)
            note = Entry(Kind.MAINTENANCE_REFUSED, {"locked": "yes" if locked_until else "no"})
            return visit.at(refused), (WriteAudit(note), Push())
        case _ if state.checking:
            return None
        case events.DigitTyped(digit) if digit.isdigit() and len(state.digits) < PIN_LENGTHS.stop - 1:
            return visit.at(replace(state, digits=state.digits + digit, problem=Problem.NONE)), ()
        case events.DigitErased():
            return visit.at(replace(state, digits=state.digits[:-1])), ()
        case events.DigitsCleared():
            return visit.at(replace(state, digits="")), ()
        case events.Confirmed() if len(state.digits) in PIN_LENGTHS:
            return visit.at(states.TechnicianPin(checking=True)), (CheckTechnician(state.digits),)
        case events.WentBack():
            return leave(visit)
        case _:
            return None


def _admit(visit: Visit) -> Step:
    """The customer's visit, if there was one, is over."""
    fresh, effects = leave(visit)
    inside = replace(fresh, touched_at=visit.now, language=visit.language).at(states.Maintenance())
    return inside, (*effects, WriteAudit(Entry(Kind.MAINTENANCE_ENTERED)), CountQueue(), Push())


def _inside(visit: Visit, state: states.Maintenance, event: Event) -> Step | None:
    match event:
        case events.TestPrintAsked() if state.test != "running":
            return visit.at(replace(state, test="running")), (PrintTest(visit.language),)
        case events.PaperFinished("test", outcome):
            note = WriteAudit(Entry(Kind.TEST_PRINTED, {"outcome": outcome.value}))
            return visit.at(replace(state, test=outcome.value)), (note,)
        case events.ServiceSwitched(Service.OPEN) if failed_required(state.results):
            return visit.at(replace(state, refused=True)), ()
        case events.ServiceSwitched(service):
            return _switch(visit, service)
        case events.MaintenanceLeft():
            fresh, effects = leave(visit)
            return fresh, (*effects, WriteAudit(Entry(Kind.MAINTENANCE_LEFT, {"by": "technician"})), Push())
        case _:
            return None


def _switch(visit: Visit, service: Service) -> Step:
    note = WriteAudit(Entry(Kind.SERVICE_SWITCHED, {"service": service.value}))
    return replace(visit, health=replace(visit.health, service=service, notice=(), closed_for=None)), (
        KeepService(service),
        note,
        Push(),
    )
