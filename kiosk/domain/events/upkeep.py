"""What technicians touch behind the first page, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.health import Device
from kiosk.domain.upkeep import Check, LogLevel, LogLine, LogTopic, QueueReport


class Room(StrEnum):
    """What the first page of maintenance leads to (`room.*` in the catalogue)."""

    CHECKS = "checks"
    QUEUE = "queue"
    LOGS = "logs"
    CLEANING = "cleaning"
    SETTINGS = "settings"
    PAPER = "paper"
    PARTS = "parts"
    SUPPORT = "support"
    DAY_END = "day_end"


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """A device's own page is a room, too."""

    room: Room | Device


@dataclass(frozen=True, slots=True)
class CheckAsked:
    check: Check


@dataclass(frozen=True, slots=True)
class CellTouched:
    """One place of the touch test."""

    cell: int


@dataclass(frozen=True, slots=True)
class ReadinessAsked:
    """The results, on paper."""


@dataclass(frozen=True, slots=True)
class RetryAsked:
    """A parked record is to be sent again; empty: all of them."""

    record: str = ""


@dataclass(frozen=True, slots=True)
class TamperSeen:
    """A technician has looked at a cabinet that was forced: payments may begin again."""


@dataclass(frozen=True, slots=True)
class LogLevelChosen:
    level: LogLevel


@dataclass(frozen=True, slots=True)
class LogTopicChosen:
    topic: LogTopic


@dataclass(frozen=True, slots=True)
class CentreProbed:
    """Whether the centre `answers`; `reason` is its code where it said no, empty where nobody said anything."""

    answers: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QueueRead:
    report: QueueReport


@dataclass(frozen=True, slots=True)
class LogsRead:
    """The newest first."""

    lines: tuple[LogLine, ...]


UpkeepTouch = (
    RoomOpened
    | CheckAsked
    | CellTouched
    | ReadinessAsked
    | RetryAsked
    | TamperSeen
    | LogLevelChosen
    | LogTopicChosen
)

UpkeepEvent = UpkeepTouch | CentreProbed | QueueRead | LogsRead
