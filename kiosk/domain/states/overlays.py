"""What may lie over a screen; the screen below keeps everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Help:
    """A person: hotline, counter, callback."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The list of languages."""


@dataclass(frozen=True, slots=True)
class IdleWarning:
    """Are you still there? Everything is wiped at `until`."""

    until: datetime


Overlay = Help | Languages | IdleWarning
