"""The centre's commands: what the store knows of them, their results, and a new beginning."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from kiosk.domain import effects, events
from kiosk.domain.command import Command
from kiosk.domain.visit import Visit
from kiosk.services.effects.errands import Errands
from kiosk.services.effects.world import Lanes, World


class Obeying:
    """`restart` ends the process in good order; called on main, after what is to be written was handed over."""

    def __init__(self, world: World, lanes: Lanes, errands: Errands, restart: Callable[[], None]) -> None:
        self._world = world
        self._lanes = lanes
        self._errands = errands
        self._restart = restart

    def carry_out(self, visit: Visit, effect: effects.CommandEffect) -> None:
        match effect:
            case effects.LookUpCommand(command):
                self._errands.write(lambda: self._look_up(command))
            case effects.FinishCommand(command, result, reason):
                now = self._world.clock.now()
                self._errands.write(lambda: self._world.commands.finish(command, result, reason, now))
            case effects.Restart():
                self._restart()
            case _:
                assert_never(effect)

    def _look_up(self, command: Command) -> None:
        if not self._world.commands.is_done(command):
            self._errands.fact(events.CommandFound(command))
