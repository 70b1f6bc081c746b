"""A customer calls for staff: what is known of it stands over the screen until somebody comes or it is put away.

It is offered only where the desk can hear it now. Nothing is promised: "told" is said when the centre has it, "somebody
comes" when somebody said so. An open call is always seen, whatever lay over the screen meanwhile; the screen below goes
on where money, paper or a record is under way.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.assist import need_of
from kiosk.domain.effects import Effect, EndStaffCall, Push, SaveStaffCall
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_open, is_touch
from kiosk.domain.health import Line
from kiosk.domain.staff_call import Ended, Reached, StaffCall
from kiosk.domain.visit import Step, Visit

_NOBODY_THERE = states.OutOfOrder | states.TechnicianPin | states.Maintenance | states.UpkeepState
#: What is heard while the call lies over the screen; the rest would touch what cannot be seen.
_HEARD = (
    events.AssistAsked,
    events.MaintenanceGestured,
    events.LanguagesAsked,
    events.LanguageChosen,
    events.AccessibilityAsked,
    events.PreferencesChosen,
)


def may_call(visit: Visit) -> bool:
    """Whether a call from here would reach anybody now."""
    here = is_open(visit) and not isinstance(visit.state, _NOBODY_THERE)
    return visit.house.calls and here and visit.health.line is Line.UP and visit.health.store_works


def step(visit: Visit, event: Event) -> Step | None:
    match visit.call, event:
        case (None, events.StaffCalled()) if may_call(visit):
            asked = replace(visit, call=StaffCall(visit.now), overlay=states.Calling()).noted("staff_call")
            return asked, (SaveStaffCall(type(visit.state).__name__, need_of(visit.state)),)
        case (StaffCall() as call, _) if call.is_open:
            return _news(visit, call, event) or _over(visit, event)
        case (StaffCall(), _):
            return _over(visit, event)
        case _:
            return None


def _news(visit: Visit, call: StaffCall, event: Event) -> Step | None:
    match event:
        case events.StaffCallSaved(id):
            return replace(visit, call=replace(call, id=id, reached=Reached.KEPT)), (Push(),)
        case events.StaffCallNotSaved():
            return replace(visit, call=replace(call, reached=Reached.FAILED)), ()
        case events.RecordDelivered(reference) if reference == call.id:
            return replace(visit, call=replace(call, reached=Reached.TOLD)), ()
        case events.StaffCallAnswered(id) if id == call.id:
            coming = replace(visit, call=replace(call, reached=Reached.COMING), touched_at=visit.now)
            return coming, _end(Ended.DESK)
        case _:
            return None


def _over(visit: Visit, event: Event) -> Step | None:
    """Touches, while nothing but the call lies over the screen."""
    if not isinstance(visit.overlay, states.Calling) or not is_touch(event) or isinstance(event, _HEARD):
        return None
    if not isinstance(event, events.OverlayClosed):
        return visit, ()
    taken_back = visit.call is not None and visit.call.is_open
    return replace(visit, call=None, overlay=None), _end(Ended.WITHDRAWN) if taken_back else ()


def settled(before: Visit, step: Step) -> Step:
    """`step`, with the end of the call where the visit is over or staff have come; else with the call in sight."""
    after, effects = step
    if before.call is None:
        return step
    if after.id != before.id:
        return after, (*effects, *_end(Ended.UNANSWERED)) if before.call.is_open else effects
    if isinstance(after.overlay, states.Assist):
        came = replace(after, call=None)
        return came, (*effects, *_end(Ended.PANEL)) if before.call.is_open else effects
    if after.call is not None and after.overlay is None:
        return replace(after, overlay=states.Calling()), effects
    return step


def _end(ended: Ended) -> tuple[Effect, ...]:
    return EndStaffCall(ended), Push()
