"""Floor staff help the customer on, at the same step: a panel over it, with a number and a PIN of their own.

Nothing below changes while they are there: what was typed stays, cards and codes are not heard. They come to no step
where money, paper or a record is under way.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.assist import STAFF_LENGTHS
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import CheckAssistant, Push, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow.maintenance import DOORS, PIN_LENGTHS
from kiosk.domain.flow.touch import is_committing, is_open, is_resting, is_touch
from kiosk.domain.states import Problem
from kiosk.domain.visit import Step, Visit

_STAFF_ONLY = states.Recovered | states.TechnicianPin | states.Maintenance | states.UpkeepState


def may_assist(visit: Visit) -> bool:
    """Whether there is a customer's step that staff may come to now."""
    busy = is_resting(visit) or is_committing(visit) or isinstance(visit.state, _STAFF_ONLY)
    return visit.house.assist and is_open(visit) and not busy


def step(visit: Visit, event: Event) -> Step | None:
    match visit.overlay, event:
        case (states.AssistPin() as door, _):
            return _door(visit, door, event) or _unheard(visit, event)
        case (states.Assist() as panel, _):
            return _panel(visit, panel, event) or _unheard(visit, event)
        case (_, events.AssistAsked()) if may_assist(visit):
            return replace(visit, overlay=states.AssistPin()), ()
        case (_, events.MaintenanceGestured()) if may_assist(visit) and not isinstance(visit.state, DOORS):
            return replace(visit, overlay=states.AssistPin()), ()
        case _:
            return None


def _unheard(visit: Visit, event: Event) -> Step | None:
    return (visit, ()) if is_touch(event) else None


# --- the door -------------------------------------------------------------------------------------


def _door(visit: Visit, door: states.AssistPin, event: Event) -> Step | None:
    match event:
        case events.AssistGranted(staff) if door.checking and staff == door.staff:
            began = Entry(Kind.ASSIST_BEGAN, {"staff": staff, "step": _step_name(visit)})
            inside = replace(visit, overlay=states.Assist(staff), touched_at=visit.now)
            return inside.noted("assist"), (WriteAudit(began), Push())
        case events.AssistRefused(locked_until) if door.checking:
            problem = Problem.PIN_LOCKED if locked_until else Problem.PIN_WRONG
            refused = replace(door, checking=False, problem=problem, locked_until=locked_until)
            note = Entry(Kind.ASSIST_REFUSED, {"locked": "yes" if locked_until else "no"})
            return replace(visit, overlay=refused), (WriteAudit(note), Push())
        case _ if door.checking:
            return None
        case events.OverlayClosed():
            return replace(visit, overlay=None), ()
        case events.Confirmed() if door.at_pin and len(door.digits) in PIN_LENGTHS:
            checking = replace(door, digits="", checking=True)
            return replace(visit, overlay=checking), (CheckAssistant(door.staff, door.digits),)
        case _:
            return replace(visit, overlay=_typed(door, event)), ()


def _typed(door: states.AssistPin, event: Event) -> states.AssistPin:
    """The number first, then the PIN, by the same keys."""
    match event:
        case events.Confirmed() if not door.at_pin and len(door.staff) in STAFF_LENGTHS:
            return replace(door, at_pin=True)
        case events.WentBack() if door.at_pin:
            return replace(door, at_pin=False, digits="")
        case events.DigitTyped(digit) if digit.isdecimal() and door.at_pin:
            digits = (door.digits + digit)[: PIN_LENGTHS.stop - 1]
            return replace(door, digits=digits, problem=Problem.NONE)
        case events.DigitTyped(digit) if digit.isdecimal():
            return replace(door, staff=(door.staff + digit)[: STAFF_LENGTHS.stop - 1])
        case events.DigitErased() if door.at_pin:
            return replace(door, digits=door.digits[:-1])
        case events.DigitErased():
            return replace(door, staff=door.staff[:-1])
        case events.DigitsCleared():
            return replace(door, digits="") if door.at_pin else replace(door, staff="")
        case _:
            return door


# --- the panel ------------------------------------------------------------------------------------


def _panel(visit: Visit, panel: states.Assist, event: Event) -> Step | None:
    match event:
        case events.TimeGiven():
            longer = replace(visit, longer_until=visit.now + visit.house.assist_time)
            return longer, (WriteAudit(Entry(Kind.ASSIST_LENGTHENED, {"staff": panel.staff})),)
        case events.AssistEnded():
            return replace(visit, overlay=None), ()
        case _:
            return None


def told_when_over(before: Visit, event: Event, step: Step) -> Step:
    """`step`, and one line about how the help ended, whatever ended it."""
    after, effects = step
    if not isinstance(before.overlay, states.Assist) or isinstance(after.overlay, states.Assist):
        return step
    match event:
        case events.AssistEnded(how):
            word = how.value
        case events.Ticked():
            word = "timeout"
        case _:
            word = "visit_over"
    fields = {"staff": before.overlay.staff, "step": _step_name(before), "how": word}
    return after, (*effects, WriteAudit(Entry(Kind.ASSIST_ENDED, fields)), Push())


def _step_name(visit: Visit) -> str:
    return type(visit.state).__name__
