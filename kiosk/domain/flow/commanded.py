"""The centre's commands: heard at any time, done once, and only while nobody is here.

The store's word comes first: a command that has a result is not done again, however often or late it arrives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.domain import events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Command, CommandKind, CommandResult
from kiosk.domain.effects import (
    Effect,
    FinishCommand,
    KeepService,
    LookUpCommand,
    Push,
    Restart,
    WriteAudit,
)
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_resting
from kiosk.domain.health import Service
from kiosk.domain.visit import Step, Visit, resting_state


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.CommandArrived(command):
            return visit, () if _waits(visit, command) else (LookUpCommand(command),)
        case events.CommandFound(command) if not _waits(visit, command):
            return replace(
                visit, health=replace(visit.health, commands=(*visit.health.commands, command))
            ), ()
        case events.CommandFound():
            return visit, ()
        case _:
            return None


def done_when_free(step: Step) -> Step:
    """`step`, and the first command that waits, once nobody is here and nothing lies over the screen."""
    after, effects = step
    if not after.health.commands or after.overlay or not is_resting(after):
        return step
    command, *rest = after.health.commands
    fresh, more = _do(replace(after, health=replace(after.health, commands=tuple(rest))), command)
    return fresh, (*effects, *more, Push())


def _waits(visit: Visit, command: Command) -> bool:
    return any(waiting.id == command.id for waiting in visit.health.commands)


def _do(visit: Visit, command: Command) -> Step:
    if not command.trusted:
        return visit, (FinishCommand(command, CommandResult.REFUSED, "untrusted"),)
    if visit.now >= command.expires_at:
        return visit, (FinishCommand(command, CommandResult.EXPIRED),)
    if command.kind not in {kind.value for kind in CommandKind}:
        return visit, (FinishCommand(command, CommandResult.REFUSED, "unknown_kind"),)
    done = FinishCommand(command, CommandResult.DONE)
    match CommandKind(command.kind):
        case CommandKind.CLOSE:
            after, effects = _switch(visit, Service.CLOSED, command)
            return after, (*effects, done)
        case CommandKind.OPEN if visit.health.service is Service.OUT_OF_ORDER:
            return visit, (FinishCommand(command, CommandResult.REFUSED, "out_of_order"),)
        case CommandKind.OPEN:
            after, effects = _switch(visit, Service.OPEN, command)
            return after, (*effects, done)
        case CommandKind.RESTART:
            return visit, (done, Restart())  # its result first: a restart must not be asked for twice
        case CommandKind.FETCH_CONTENT:
            return visit, (done,)  # every round with the centre says what is new there
        case unknown:
            assert_never(unknown)


def _switch(visit: Visit, service: Service, command: Command) -> tuple[Visit, tuple[Effect, ...]]:
    notice = command.words if service is Service.CLOSED else ()
    health = replace(visit.health, service=service, notice=notice, closed_for=None)
    note = Entry(Kind.SERVICE_COMMANDED, {"service": service.value, "command": command.id})
    after = replace(visit, health=health)
    return after.at(resting_state(health)), (KeepService(service, notice), WriteAudit(note))
