"""The box around the machine, and its power: a forced cabinet stops new payments, a dying battery ends the service.

Neither interrupts a charge that is under way.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import Effect, KeepTamper, Push, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.flow.leaving import leave
from kiosk.domain.flow.touch import is_committing, is_resting
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health
from kiosk.domain.visit import Step, Visit, resting_state

#: What somebody still reads while the battery dies: what became of their business, and its paper.
_TOLD = (
    states.Paid
    | states.Unsettled
    | states.MoneyBack
    | states.NotPaid
    | states.CounterSlipShown
    | states.CallbackDone
    | states.CaseDone
    | states.Recovered
    | states.CardToTake
    | states.CardTold
)


def is_attended(visit: Visit) -> bool:
    """A technician is signed in."""
    return isinstance(visit.state, states.Maintenance | states.UpkeepState)


def latched(health: Health, status: DeviceStatus) -> DeviceStatus:
    """A cabinet that was forced stays so until a technician has looked, whatever its contacts say by then."""
    if status.device is not Device.CABINET or not health.tampered or Fault.TAMPER in status.faults:
        return status
    state = DeviceState.PERSON_NEEDED if status.works else status.state
    return replace(status, state=state, faults=(Fault.TAMPER, *status.faults))


def moved(visit: Visit, before: DeviceStatus, status: DeviceStatus) -> Step:
    """What the cabinet's contacts say now; `visit` knows it already."""
    effects: tuple[Effect, ...] = ()
    was, now = (Fault.DOOR_OPEN in each.faults for each in (before, status))
    if was != now and (now or status.works):  # a cable that is out says nothing about the door
        fields = {"door": "open" if now else "closed", "attended": "yes" if is_attended(visit) else "no"}
        effects = (WriteAudit(Entry(Kind.DOOR_MOVED, fields)), Push())
    if Fault.TAMPER in status.faults and not visit.health.tampered:
        visit = replace(visit, health=replace(visit.health, tampered=True))
        effects = (*effects, KeepTamper(True), WriteAudit(Entry(Kind.TAMPERED)), Push())
    return visit, effects


def step(visit: Visit, event: Event) -> Step | None:
    """A technician has looked. Contacts that are still open are heard again within seconds."""
    match visit.state, event:
        case states.DeviceShown(device=Device.CABINET), events.TamperSeen() if visit.health.tampered:
            health = replace(visit.health, tampered=False)
            devices = tuple(_without_tamper(each) for each in health.devices)
            seen = WriteAudit(Entry(Kind.TAMPER_SEEN))
            return replace(visit, health=replace(health, devices=devices)), (KeepTamper(False), seen, Push())
        case _:
            return None


def _without_tamper(status: DeviceStatus) -> DeviceStatus:
    if Fault.TAMPER not in status.faults:
        return status
    faults = tuple(fault for fault in status.faults if fault is not Fault.TAMPER)
    forced = status.state is DeviceState.PERSON_NEEDED and not faults
    return replace(status, state=DeviceState.ONLINE if forced else status.state, faults=faults)


def told_health(visit: Visit) -> Health:
    """What the centre hears: a door that a technician has open is nobody's alarm."""
    if not is_attended(visit):
        return visit.health
    return replace(visit.health, devices=tuple(_attended(each) for each in visit.health.devices))


def _attended(status: DeviceStatus) -> DeviceStatus:
    if Fault.DOOR_OPEN not in status.faults:
        return status
    faults = tuple(fault for fault in status.faults if fault is not Fault.DOOR_OPEN)
    return replace(status, state=status.state if faults else DeviceState.ONLINE, faults=faults)


def ended_when_dying(before: Visit, step: Step) -> Step:
    """The service ends in good order while the battery dies, and is back by itself with the power."""
    after, effects = step
    if after.overlay is None and is_resting(after) and before.health.is_dying != after.health.is_dying:
        return after.at(resting_state(after.health)), effects
    if not after.health.is_dying or is_resting(after) or is_attended(after) or is_committing(after):
        return step
    if isinstance(after.state, _TOLD | states.TechnicianPin):
        return step
    gone, more = leave(after)
    return gone, (*effects, *more)
