"""What every journey may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.audit import Entry


@dataclass(frozen=True, slots=True)
class Push:
    """There is something for the centre: now, not at the next turn."""


@dataclass(frozen=True, slots=True)
class WriteAudit:
    entry: Entry


@dataclass(frozen=True, slots=True)
class ForgetVisit:
    """Drop whatever is still queued for this visit: jobs not begun, pending answers."""


HouseEffect = Push | WriteAudit | ForgetVisit
