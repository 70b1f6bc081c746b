"""What technicians open from the first page of maintenance. Each keeps the page it came `before`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.counters import Counter
from kiosk.domain.health import Device
from kiosk.domain.states.day_end import DayEndState
from kiosk.domain.states.maintenance import Maintenance
from kiosk.domain.states.records import RecordsState
from kiosk.domain.states.settings import SettingsState
from kiosk.domain.states.staff import StaffMenu, StaffState
from kiosk.domain.upkeep import Check, LogLevel, LogLine, LogTopic, QueueReport


@dataclass(frozen=True, slots=True)
class Checks:
    """Guided tests; the results stand in `before`. `running` until `until`. `report`: as Maintenance.test."""

    before: Maintenance
    running: Check | None = None
    until: datetime | None = None
    report: str = ""


@dataclass(frozen=True, slots=True)
class TouchTest:
    """Every place of the panel is to be touched before `until`."""

    before: Checks
    until: datetime
    touched: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DeviceShown:
    """One device: what is wrong with it, who must act and where to look; `counters` None until they are read."""

    before: Maintenance
    device: Device
    counters: tuple[Counter, ...] | None = None


@dataclass(frozen=True, slots=True)
class QueueShown:
    """`report` None until it is read. `page` of the parked records counts from 0."""

    before: Maintenance
    report: QueueReport | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class LogsShown:
    """The newest lines first, from `level` on and about `topic`; None until they are read."""

    before: Maintenance
    lines: tuple[LogLine, ...] | None = None
    level: LogLevel = LogLevel.INFO
    topic: LogTopic = LogTopic.ALL
    page: int = 0


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The panel hears no touch until `until`, so that it can be wiped."""

    until: datetime
    before: Maintenance | StaffMenu


UpkeepState = (
    Checks
    | TouchTest
    | DeviceShown
    | QueueShown
    | LogsShown
    | Cleaning
    | SettingsState
    | StaffState
    | RecordsState
    | DayEndState
)
