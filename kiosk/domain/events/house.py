"""Facts about devices, store, line and time: they hold whatever is on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.content import Content
from kiosk.domain.health import DeviceStatus, Line, QueueCounts
from kiosk.domain.payment import Outcome, Payment


@dataclass(frozen=True, slots=True)
class DeviceReported:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class StoreReported:
    works: bool


@dataclass(frozen=True, slots=True)
class QueueCounted:
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class RecordDelivered:
    """The centre stored what is known to the customer as `reference`."""

    reference: str


@dataclass(frozen=True, slots=True)
class ContentPulled:
    """A part of what the centre publishes is here and kept."""

    content: Content


@dataclass(frozen=True, slots=True)
class LineReported:
    line: Line


@dataclass(frozen=True, slots=True)
class SpeechReported:
    """Whether the last utterance could be heard, as far as the machine knows."""

    works: bool


@dataclass(frozen=True, slots=True)
class OutsideReaderReported:
    """Whether a screen reader from outside could come, where the house wants one to."""

    works: bool


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """Somebody is being spoken to."""


@dataclass(frozen=True, slots=True)
class SoundReported:
    """Whether the last chime could be heard, as far as the machine knows."""

    works: bool


@dataclass(frozen=True, slots=True)
class PresenceSensed:
    """Whether the sensor sees somebody before the panel; None: it cannot say."""

    somebody: bool | None


@dataclass(frozen=True, slots=True)
class Ticked:
    """`now` is aware, in the site's zone."""

    now: datetime


@dataclass(frozen=True, slots=True)
class RecoveryFellDue:
    """A payment is in doubt, and it is time to ask about it once more."""


@dataclass(frozen=True, slots=True)
class RecoveryEnded:
    """Every payment that a break left open is settled or in doubt; `last` is the newest of them, `anchor` the audit
    chain's head behind it; `settling`: the terminal will be asked about some of it again."""

    last: tuple[Payment, Outcome] | None
    anchor: str = ""
    settling: bool = False


@dataclass(frozen=True, slots=True)
class Broke:
    """A bug reached the net."""

    cause: str


HouseEvent = (
    DeviceReported
    | StoreReported
    | QueueCounted
    | RecordDelivered
    | ContentPulled
    | LineReported
    | SoundReported
    | PresenceSensed
    | SpeechHeard
    | OutsideReaderReported
    | SpeechReported
    | Ticked
    | RecoveryFellDue
    | RecoveryEnded
    | Broke
)
