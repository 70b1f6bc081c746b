"""What technicians ask for."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.command import Words
from kiosk.domain.health import ClosedFor, Service


@dataclass(frozen=True, slots=True)
class CheckTechnician:
    """Count the try, then check it."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepService:
    """Remember open or closed over a restart, and what customers read meanwhile: words, or the site's reason."""

    service: Service
    notice: Words = ()
    closed_for: ClosedFor | None = None


@dataclass(frozen=True, slots=True)
class KeepPaper:
    """Remember over a restart whether a test page has come since the paper was changed."""

    proved: bool


@dataclass(frozen=True, slots=True)
class KeepTamper:
    """Remember over a restart that the cabinet was forced, or that a technician has looked."""

    tampered: bool


@dataclass(frozen=True, slots=True)
class CountQueue:
    pass


MaintenanceEffect = CheckTechnician | KeepService | KeepPaper | KeepTamper | CountQueue
