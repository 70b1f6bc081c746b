"""What the centre's commands ask for."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.command import Command, CommandResult


@dataclass(frozen=True, slots=True)
class LookUpCommand:
    """Was it done before? If so nothing comes of it, whoever sends it again."""

    command: Command


@dataclass(frozen=True, slots=True)
class FinishCommand:
    """Its result on disk and on its way to the centre, in one transaction."""

    command: Command
    result: CommandResult
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Restart:
    """End this process in good order and begin anew."""


CommandEffect = LookUpCommand | FinishCommand | Restart
