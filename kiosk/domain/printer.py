"""A receipt printer part by part, as it was told last. What it has no sensor for is told as that."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Reading(StrEnum):
    """What is known of one part. `UNKNOWN`: no answer, which is never `WELL`."""

    WELL = "well"
    TROUBLE = "trouble"
    NOT_MEASURED = "not_measured"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """What it says of itself; empty where it says nothing."""

    maker: str = ""
    model: str = ""
    firmware: str = ""
    serial: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PrinterParts:
    """`near_end`: whether much paper is left; `mechanism`: jams and such; `electronics`: what only a service mends."""

    online: Reading = Reading.UNKNOWN
    paper: Reading = Reading.UNKNOWN
    near_end: Reading = Reading.UNKNOWN
    cover: Reading = Reading.UNKNOWN
    mechanism: Reading = Reading.UNKNOWN
    cutter: Reading = Reading.UNKNOWN
    head: Reading = Reading.UNKNOWN
    electronics: Reading = Reading.UNKNOWN
    identity: Identity = field(default_factory=Identity)
