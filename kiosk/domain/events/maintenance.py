"""What technicians do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.health import Service


@dataclass(frozen=True, slots=True)
class MaintenanceGestured:
    """The hidden gesture was made."""


@dataclass(frozen=True, slots=True)
class TestPrintAsked:
    pass


@dataclass(frozen=True, slots=True)
class ServiceSwitched:
    """A technician opens or closes the service."""

    service: Service


@dataclass(frozen=True, slots=True)
class MaintenanceLeft:
    pass


@dataclass(frozen=True, slots=True)
class TechnicianAdmitted:
    pass


@dataclass(frozen=True, slots=True)
class TechnicianRefused:
    locked_until: datetime | None


MaintenanceTouch = MaintenanceGestured | TestPrintAsked | ServiceSwitched


MaintenanceEvent = MaintenanceTouch | MaintenanceLeft | TechnicianAdmitted | TechnicianRefused
