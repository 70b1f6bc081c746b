"""What may lie over a screen; the screen below keeps everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.states.words import Problem


@dataclass(frozen=True, slots=True)
class Help:
    """A person: hotline, counter, callback."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The list of languages."""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the panel may be like: sizes, contrasts, reach, time."""


@dataclass(frozen=True, slots=True)
class IdleWarning:
    """Are you still there? Everything is wiped at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class HelpOffered:
    """Somebody erred in one field again and again: other ways, unasked."""


@dataclass(frozen=True, slots=True)
class AssistPin:
    """Floor staff say who they are: first the number, then the PIN; `checking` until the disk has counted the try."""

    staff: str = ""
    digits: str = field(default="", repr=False)
    at_pin: bool = False
    problem: Problem = Problem.NONE
    checking: bool = False
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Assist:
    """Floor staff, by their number, over the customer's own step."""

    staff: str


@dataclass(frozen=True, slots=True)
class Calling:
    """Staff were called: how far that has come stands in the visit."""


Overlay = Help | Languages | Accessibility | IdleWarning | HelpOffered | AssistPin | Assist | Calling
