"""Behind the first page of maintenance: checks, the queue, the log, and the panel that is wiped."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.counters import COUNTS
from kiosk.domain.effects import (
    Effect,
    PrintReadiness,
    Push,
    ReadCounters,
    ReadLogs,
    ReadParts,
    ReadQueue,
    ReadSettings,
    ResetCounter,
    RetryParked,
    WriteAudit,
)
from kiosk.domain.events import Event, Room
from kiosk.domain.flow import checking, day_end
from kiosk.domain.flow.touch import is_touch
from kiosk.domain.health import Device
from kiosk.domain.upkeep import CLEANING_TIME, TOUCH_CELLS
from kiosk.domain.visit import Step, Visit

PARKED_PAGE = 4
LOG_PAGE = 8


def step_cleaning(visit: Visit, event: Event) -> Step | None:
    """While the panel is wiped no touch means anything, whatever it hits."""
    return (visit, ()) if isinstance(visit.state, states.Cleaning) and is_touch(event) else None


def step(visit: Visit, event: Event) -> Step | None:
    match visit.state, event:
        case states.Maintenance() as state, events.RoomOpened(room):
            return _open(visit, state, room)
        case (
            (states.Checks() | states.DeviceShown() | states.QueueShown() | states.LogsShown()) as state,
            events.WentBack(),
        ):
            return visit.at(state.before), ()
        case states.Checks() as state, _:
            return _checks(visit, state, event)
        case states.TouchTest() as state, events.CellTouched(cell) if 0 <= cell < TOUCH_CELLS:
            return checking.touched(visit, state, cell)
        case states.DeviceShown() as state, events.CountersRead(counters):
            return visit.at(replace(state, counters=counters)), ()
        case states.DeviceShown(device=device), events.CounterReset(count) if count in COUNTS[device]:
            return visit, (ResetCounter(count),)
        case states.QueueShown() as state, _:
            return _queue(visit, state, event)
        case states.LogsShown() as state, _:
            return _logs(visit, state, event)
        case _:
            return None


def _open(visit: Visit, state: states.Maintenance, room: Room | Device) -> Step:
    state = replace(state, refused=False)
    note = WriteAudit(Entry(Kind.ROOM_OPENED, {"room": room.value}))
    inside: tuple[states.State, tuple[Effect, ...]]
    match room:
        case Device():
            inside = states.DeviceShown(state, room), (ReadCounters(),)
        case Room.CHECKS:
            inside = states.Checks(state), ()
        case Room.QUEUE:
            inside = states.QueueShown(state), (ReadQueue(),)
        case Room.LOGS:
            logs = states.LogsShown(state)
            inside = logs, (ReadLogs(logs.level),)
        case Room.PAPER:
            inside = states.PaperChange(state), ()
        case Room.PARTS:
            inside = states.PartsShown(state), (ReadParts(),)
        case Room.SUPPORT:
            inside = states.SupportShown(state), ()
        case Room.DAY_END:
            after, effects = day_end.opened(visit, state)
            return after, (note, *effects)
        case Room.SETTINGS:
            inside = states.SettingsShown(state), (ReadSettings(),)
        case Room.CLEANING:
            began = WriteAudit(Entry(Kind.CLEANING_BEGAN))
            inside = states.Cleaning(visit.now + CLEANING_TIME, state), (began,)
    return visit.at(inside[0]), (note, *inside[1])


def _checks(visit: Visit, state: states.Checks, event: Event) -> Step | None:
    match event:
        case events.CheckAsked(check) if state.running is None:
            return checking.begin(visit, state, check)
        case events.ReadinessAsked() if state.running is None and state.report != "running":
            paper = PrintReadiness(state.before.results, visit.language)
            return visit.at(replace(state, report="running")), (paper,)
        case events.PaperFinished("readiness", outcome):
            note = WriteAudit(Entry(Kind.READINESS_PRINTED, {"outcome": outcome.value}))
            return visit.at(replace(state, report=outcome.value)), (note,)
        case _:
            return checking.heard(visit, state, event)


def _queue(visit: Visit, state: states.QueueShown, event: Event) -> Step | None:
    match event:
        case events.QueueRead(report):
            last = max(0, (len(report.parked) - 1) // PARKED_PAGE)
            return visit.at(replace(state, report=report, page=min(state.page, last))), ()
        case events.RetryAsked(record):
            note = WriteAudit(Entry(Kind.QUEUE_RETRIED, {"record": record or "all"}))
            return visit, (RetryParked(record), note, Push())
        case events.PageTurned(page) if state.report:
            last = max(0, (len(state.report.parked) - 1) // PARKED_PAGE)
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case _:
            return None


def _logs(visit: Visit, state: states.LogsShown, event: Event) -> Step | None:
    match event:
        case events.LogsRead(lines):
            return visit.at(replace(state, lines=lines, page=0)), ()
        case events.LogLevelChosen(level):
            return visit.at(replace(state, level=level, lines=None)), (ReadLogs(level, state.topic),)
        case events.LogTopicChosen(topic):
            return visit.at(replace(state, topic=topic, lines=None)), (ReadLogs(state.level, topic),)
        case events.PageTurned(page) if state.lines:
            last = (len(state.lines) - 1) // LOG_PAGE
            return visit.at(replace(state, page=min(max(page, 0), last))), ()
        case _:
            return None
