"""A paper that came out torn: what is printed of it again in this visit is marked, and it comes by itself, once, when the
printer is ready. After the visit only the reference leads to it.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.health import Device
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState
from kiosk.domain.visit import Visit

_SHOWS_PAPER = (
    states.Paid,
    states.Unsettled,
    states.MoneyBack,
    states.CallbackDone,
    states.CaseDone,
    states.CounterSlipShown,
)
#: What lies in the slot for whoever printed it.
_OUT = (PaperState.CONFIRMED, PaperState.SENT, PaperState.UNKNOWN, PaperState.PARTIAL)


def remembered(visit: Visit, event: Event) -> Visit:
    match event:
        case events.PaperFinished(reference, PrintOutcome.PARTIAL):
            return replace(visit, torn=(*visit.torn, reference))
        case _:
            return visit


def is_due(before: Visit, after: Visit, event: Event) -> bool:
    """Whether the printer has just said that it can print what it could not."""
    match event:
        case events.DeviceReported(status) if status.device is Device.RECEIPT_PRINTER and status.works:
            ready = after.health.can_print and after.overlay is None
            return ready and _waits(after, came_back=not before.health.can_print)
        case _:
            return False


def _waits(visit: Visit, came_back: bool) -> bool:
    """Once for a torn one: a printer that tears every paper is not given another by itself."""
    state = visit.state
    if not isinstance(state, _SHOWS_PAPER) or (isinstance(state, states.Paid) and state.copy):
        return False
    match state.paper:
        case PaperState.PARTIAL:
            return visit.torn.count(visit.torn[-1]) == 1 if visit.torn else False
        case PaperState.NOT_PRINTED:
            return came_back
        case _:
            return False


def lies_in_the_slot(visit: Visit) -> bool:
    """Whether the visit ends with paper that nobody can know to have been taken."""
    return getattr(visit.state, "paper", None) in _OUT


def trouble(visit: Visit) -> bool:
    """A customer who waits until somebody has loaded paper."""
    waits = (PaperState.PARTIAL, PaperState.NOT_PRINTED)
    return isinstance(visit.state, _SHOWS_PAPER) and visit.state.paper in waits
