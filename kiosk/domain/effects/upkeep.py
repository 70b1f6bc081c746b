"""What technicians ask for behind the first page."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.upkeep import LogLevel, LogTopic


@dataclass(frozen=True, slots=True)
class ProbeCentre:
    """Ask the centre for a signed sign of life."""


@dataclass(frozen=True, slots=True)
class ReadQueue:
    """Count the queue, stream by stream."""


@dataclass(frozen=True, slots=True)
class RetryParked:
    """Put a parked record back into its place; empty: all of them. Then read the queue."""

    record: str = ""


@dataclass(frozen=True, slots=True)
class ReadLogs:
    """The newest lines from `level` on, about `topic`."""

    level: LogLevel
    topic: LogTopic = LogTopic.ALL


UpkeepEffect = ProbeCentre | ReadQueue | RetryParked | ReadLogs
