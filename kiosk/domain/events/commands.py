"""What comes of the centre's commands."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.command import Command


@dataclass(frozen=True, slots=True)
class CommandArrived:
    """The centre says it, perhaps again: until it hears a result."""

    command: Command


@dataclass(frozen=True, slots=True)
class CommandFound:
    """The store knows no result of it yet: it is to be done, as soon as nobody is here."""

    command: Command


CommandEvent = CommandArrived | CommandFound
