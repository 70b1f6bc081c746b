"""Looking after the machine: guided checks and what they found, the queue as technicians see it, lines of the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Check(StrEnum):
    """A guided test (`check.*` in the catalogue)."""

    PRINTER = "printer"
    READER = "reader"
    TERMINAL = "terminal"
    SCANNER = "scanner"
    TOUCH = "touch"
    SPEAKER = "speaker"
    NETWORK = "network"
    CENTRE = "centre"
    STORE = "store"


class Verdict(StrEnum):
    NOT_RUN = "not_run"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    NOT_FITTED = "not_fitted"


#: Without these nothing works here: while one of them has failed, the service is not opened.
REQUIRED = (Check.TOUCH, Check.STORE)
CARD_TIME = timedelta(seconds=30)
TOUCH_TIME = timedelta(seconds=45)
#: Places to touch: three across, five down.
TOUCH_COLUMNS, TOUCH_ROWS = 3, 5
TOUCH_CELLS = TOUCH_COLUMNS * TOUCH_ROWS
CLEANING_TIME = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`hint` is what to do about a failure, as a key below `hint.` in the catalogue."""

    check: Check
    verdict: Verdict = Verdict.NOT_RUN
    hint: str = ""
    at: datetime | None = None


def result_of(results: tuple[CheckResult, ...], check: Check) -> CheckResult:
    """The last result; before the first one NOT_RUN."""
    return next((result for result in results if result.check is check), CheckResult(check))


def with_result(results: tuple[CheckResult, ...], fresh: CheckResult) -> tuple[CheckResult, ...]:
    known = {result.check: result for result in (*results, fresh)}
    return tuple(known[check] for check in Check if check in known)


def failed_required(results: tuple[CheckResult, ...]) -> bool:
    return any(result_of(results, check).verdict is Verdict.FAILED for check in REQUIRED)


@dataclass(frozen=True, slots=True)
class StreamCount:
    """One stream of the queue to the centre."""

    stream: str
    waiting: int = 0
    parked: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parked:
    """A record that the centre refused, for the technician: without its body."""

    id: str
    stream: str
    seq: int
    kind: str
    reference: str
    at: datetime
    reason: str
    attempts: int


@dataclass(frozen=True, slots=True)
class QueueReport:
    """Counts and ages, no contents. `parked`: the oldest first, at most PARKED_SHOWN of them."""

    streams: tuple[StreamCount, ...] = ()
    parked: tuple[Parked, ...] = ()


PARKED_SHOWN = 50


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A redacted line; `at` as it is written, in UTC."""

    at: str
    level: str
    where: str
    says: str


LOG_LINES = 200


class LogTopic(StrEnum):
    """What lines are about (`log_topic.*` in the catalogue)."""

    ALL = "all"
    PRINTER = "printer"
    READER = "reader"
    SCANNER = "scanner"
    TERMINAL = "terminal"
    CENTRE = "centre"
    STORE = "store"
    BUGS = "bugs"


#: Words of which one stands in where a line comes from, or in what it says; none: every line.
TOPIC_WORDS: dict[LogTopic, tuple[str, ...]] = {
    LogTopic.ALL: (),
    LogTopic.PRINTER: ("printer", "paper"),
    LogTopic.READER: ("card_reader", "reader"),
    LogTopic.SCANNER: ("scanner",),
    LogTopic.TERMINAL: ("terminal",),
    LogTopic.CENTRE: ("sync", "courier", "puller", "centre"),
    LogTopic.STORE: ("storage", "store", "settings"),
    LogTopic.BUGS: ("bug", "broke", "lanes", "net"),
}


class Part(StrEnum):
    """What a technician puts in (`part.*` in the catalogue). Paper is written down by its own way."""

    PRINTER = "printer"
    CUTTER = "cutter"
    CARD_READER = "card_reader"
    SCANNER = "scanner"
    TERMINAL = "terminal"
    PANEL = "panel"
    COMPUTER = "computer"
    POWER = "power"
    CABLE = "cable"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Replaced:
    """`what` is `paper` or a Part; `by` a staff number or `technician`."""

    at: datetime
    what: str
    by: str


REPLACED_SHOWN = 90


@dataclass(frozen=True, slots=True)
class Bundle:
    """`file` within the data folder; `size` in bytes."""

    file: str
    size: int
