"""New paper is new paper when a test page came out: until then the printer needs a person, over a restart too."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events
from kiosk.domain.effects import KeepPaper
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.flow import background
from kiosk.domain.health import Device, DeviceState
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.visit import Step, Visit


def begun(visit: Visit) -> Step:
    """Somebody has the cover open."""
    status = visit.health.of(Device.RECEIPT_PRINTER)
    if visit.health.paper_unproved or status.state is DeviceState.NOT_FITTED:
        return visit, ()
    open_now = replace(visit, health=replace(visit.health, paper_unproved=True))
    after, effects = background.reported(open_now, status)
    return after, (KeepPaper(proved=False), *effects)


def proved(visit: Visit) -> Step:
    """A page came out: what else the printer has to say it says with its next report."""
    if not visit.health.paper_unproved:
        return visit, ()
    status = visit.health.of(Device.RECEIPT_PRINTER)
    if Fault.PAPER_UNPROVED in status.faults:
        others = tuple(fault for fault in status.faults if fault is not Fault.PAPER_UNPROVED)
        status = replace(status, state=DeviceState.ONLINE, faults=others)
    known = replace(visit, health=replace(visit.health, paper_unproved=False))
    after, effects = background.reported(known, status)
    return after, (KeepPaper(proved=True), *effects)


def heard(event: Event, answer: Step) -> Step:
    """Any test page that the printer confirms will do, whoever asked for it."""
    match event:
        case events.PaperFinished("test", PrintOutcome.CONFIRMED):
            after, effects = answer
            after, more = proved(after)
            return after, (*effects, *more)
        case _:
            return answer
