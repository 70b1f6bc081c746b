"""A device that is down: restarted twice, then its power is taken once, then it is somebody's errand, and a pause.

Nothing is touched while money, paper or a record is under way. The terminal's power is taken only while nobody is here
and no payment is open or still being asked about; from then on until it has come up no payment begins.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.effects import CyclePower, Effect, RestartDevice, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.faults import Fault
from kiosk.domain.flow import background
from kiosk.domain.flow.cabinet import is_attended
from kiosk.domain.flow.touch import is_committing, is_resting
from kiosk.domain.health import Device, DeviceStatus, Revival, Rung
from kiosk.domain.visit import Step, Visit

#: The power of one device is not taken more often.
COOLDOWN = timedelta(minutes=30)
#: Pauses that a device has to come up in.
COMING_UP = 3
#: The relay's word gets lost only with its lane.
NO_WORD = timedelta(minutes=2)
#: What a restart may mend; the rest is for hands.
MENDED = frozenset(
    {
        Fault.NO_ANSWER,
        Fault.PORT_MISSING,
        Fault.LINE_STUCK,
        Fault.GARBAGE,
        Fault.UNRECOVERABLE,
        Fault.READER_SENSOR,
        Fault.READER_MOTOR,
        Fault.READER_NOT_READY,
    }
)
HELPED = (Device.RECEIPT_PRINTER, Device.CARD_READER, Device.CODE_SCANNER, Device.PAYMENT_TERMINAL)


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.PowerCycled(device, done):
            revival = visit.health.revival(device)
            if revival is None or revival.rung is not Rung.POWERLESS:
                return visit, ()
            return _at(visit, revival, Rung.COMING_UP if done else Rung.GIVEN_UP)
        case _:
            return None


def climbed(event: Event, step: Step) -> Step:
    """`step`, and what the clock makes of the devices that are down."""
    if not isinstance(event, events.Ticked | events.DeviceReported):
        return step
    after, effects = step
    for status in after.health.devices:
        if status.device in HELPED:
            after, more = _climb(after, status)
            effects = (*effects, *more)
    return after, effects


def may_restart(visit: Visit, device: Device) -> bool:
    """Whether its line may be closed: no job of anybody's is cut off, and no technician is at it."""
    if is_committing(visit) or is_attended(visit):
        return False
    return device is not Device.CARD_READER or not visit.card_in


def may_cut(visit: Visit, device: Device) -> bool:
    """Whether its power may be taken."""
    if device is not Device.PAYMENT_TERMINAL:
        return may_restart(visit, device)
    health = visit.health
    asked = health.recovering or health.recovery_owed or health.settling or not health.store_works
    return may_restart(visit, device) and is_resting(visit) and not asked


def _climb(visit: Visit, status: DeviceStatus) -> Step:
    revival = visit.health.revival(status.device)
    if revival is not None and revival.since > visit.now:  # the clock was set back
        revival = replace(revival, since=visit.now)
        visit = _with(visit, revival)
    if not (status.is_down and MENDED.intersection(status.faults)):
        return _up(visit, revival), ()
    if revival is None:
        return _with(visit, Revival(status.device, Rung.DOWN, visit.now)), ()
    return _next(visit, revival)


def _next(visit: Visit, revival: Revival) -> Step:
    waited, pause = visit.now - revival.since, visit.house.restart_pause
    match revival.rung:
        case Rung.WELL:
            return _at(visit, revival, Rung.DOWN)
        case Rung.DOWN if waited >= pause and may_restart(visit, revival.device):
            return _at(visit, revival, Rung.RESTARTED, RestartDevice(revival.device))
        case Rung.RESTARTED if waited >= pause and may_restart(visit, revival.device):
            return _at(visit, revival, Rung.RESTARTED_AGAIN, RestartDevice(revival.device))
        case Rung.RESTARTED_AGAIN if waited >= pause:
            return _cut(visit, revival)
        case Rung.POWERLESS if waited >= NO_WORD:
            return _at(visit, revival, Rung.GIVEN_UP)
        case Rung.COMING_UP if waited >= COMING_UP * pause:
            return _at(visit, revival, Rung.GIVEN_UP)
        case Rung.GIVEN_UP if waited >= COOLDOWN:
            return _at(visit, revival, Rung.DOWN)
        case _:
            return visit, ()


def _cut(visit: Visit, revival: Revival) -> Step:
    device = revival.device
    if device not in visit.house.relays or _cools(visit, revival):
        return _at(visit, revival, Rung.GIVEN_UP)
    if not may_cut(visit, device):
        return visit, ()
    note = WriteAudit(Entry(Kind.POWER_CYCLED, {"device": device.value}))
    return _at(visit, replace(revival, cycled_at=visit.now), Rung.POWERLESS, CyclePower(device), note)


def _cools(visit: Visit, revival: Revival) -> bool:
    return revival.cycled_at is not None and visit.now - revival.cycled_at < COOLDOWN


def _up(visit: Visit, revival: Revival | None) -> Visit:
    """It works, or nobody can say that it does not. How lately its power was taken is remembered."""
    if revival is None or revival.rung in (Rung.WELL, Rung.POWERLESS):
        return visit
    if revival.cycled_at is not None:
        return _with(visit, replace(revival, rung=Rung.WELL, since=visit.now))
    others = tuple(each for each in visit.health.revivals if each.device is not revival.device)
    return replace(visit, health=replace(visit.health, revivals=others))


def _at(visit: Visit, revival: Revival, rung: Rung, *effects: Effect) -> Step:
    """On another rung; what the device said last is told anew where that changes what it means."""
    after = _with(visit, replace(revival, rung=rung, since=visit.now))
    told, more = background.reported(after, after.health.of(revival.device))
    return told, (*effects, *more)


def _with(visit: Visit, revival: Revival) -> Visit:
    others = tuple(each for each in visit.health.revivals if each.device is not revival.device)
    return replace(visit, health=replace(visit.health, revivals=(*others, revival)))
