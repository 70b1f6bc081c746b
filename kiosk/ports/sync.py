"""What the centre must hear, and what it publishes and commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.audit import Entry
from kiosk.domain.command import Command, CommandResult
from kiosk.domain.condition import Condition
from kiosk.domain.health import QueueCounts
from kiosk.domain.posting import Posting
from kiosk.domain.upkeep import QueueReport, Replaced


@dataclass(frozen=True, slots=True)
class Record:
    """Something the centre must hear. `body` is canonical JSON text; `body_hash` its SHA-256 in hex."""

    id: str
    stream: str
    seq: int
    kind: str
    version: int
    at: str
    tz: str
    body: str = field(repr=False)
    body_hash: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The centre on one record: `stored`, `duplicate` or `refused` (with a reason). `posting`: of a payment."""

    id: str
    verdict: str
    reason: str = ""
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The end of the audit chain: its last line's number and hash. `known`: the line that the centre had last
    (0: none), `was`: that one's hash as it stands here now; empty: there is no such line."""

    line: int
    head: str
    known: int = 0
    was: str = ""


class Epochs(Protocol):
    """The lives of the store, in each of which the streams count from 1. Every method raises StoreError."""

    def current(self) -> str: ...

    def chain(self, known: int) -> ChainHead | None:
        """Where the audit chain ends, for the centre to compare with its line `known`; None: no line was ever written."""

    def tell(self, now: datetime) -> None:
        """The audit line of an epoch that began when the store was opened, if there is one to be written."""

    def compare(self, sent_in: str, through: Mapping[str, int], reused: bool, now: datetime) -> bool:
        """What the centre has of epoch `sent_in` against what was told here. True: they contradict each other, so another
        epoch began, with its audit line. `reused`: it knows another record under a number of ours."""


class Outbox(Protocol):
    def due(self, limit: int, now: datetime) -> list[Record]:
        """The next records, money before cases before feedback before telemetry, each stream in its order."""

    def settle(self, answers: Sequence[Answer], now: datetime) -> list[str]:
        """Stored and duplicate leave the queue (their bodies are erased), refused are parked. Returns the
        references that the centre now has."""

    def counts(self) -> QueueCounts: ...

    def report(self) -> QueueReport:
        """Every stream's figures and the parked records, without their bodies."""

    def retry(self, record_id: str) -> bool:
        """Puts a parked record back into its place. False: it is not parked."""

    def retry_all(self) -> int:
        """Puts every parked record back; how many."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """One published part as it came: `body` is JSON that nobody has looked at yet, `version` its content's hash.

    `told_at`: what the centre's clock said; None: it came from this kiosk's disk, or the centre did not say. `signed_at`:
    when the centre signed it; None: nobody did.
    """

    version: str
    body: object = field(repr=False)
    told_at: datetime | None = field(default=None, compare=False)
    signed_at: datetime | None = field(default=None, compare=False)


class Distrust(StrEnum):
    """Why something is not believed to be the centre's, in a word for technicians and the centre."""

    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    WRONG_SIGNATURE = "wrong_signature"
    CHANGED = "changed"
    EXPIRED = "expired"
    REPLAYED = "replayed"
    NO_KEYS = "no_keys"


@dataclass(frozen=True, slots=True)
class Untrusted:
    """A part that this kiosk does not believe to be the centre's. `version` as it says itself."""

    version: str
    why: Distrust


class Replica(Protocol):
    """What the centre published, as it was last taken. Every method raises StoreError."""

    def parts(self) -> Mapping[str, Pulled]: ...

    def refused(self) -> Mapping[str, str]:
        """The parts whose last coming was refused, and what was wrong."""

    def swap(
        self,
        taken: Mapping[str, Pulled | None],
        refused: Mapping[str, tuple[str, str]],
        now: datetime,
        passing: Mapping[str, str] | None = None,
    ) -> None:
        """One transaction: parts that validated take the old ones' place (None: withdrawn), and an audit line for
        each; `refused` maps a part to its version and what was wrong, and leaves the last good one. `passing`: the
        versions of parts that are not kept and are well again."""


class Reports(Protocol):
    """What those who run the kiosks are told, as records. Both raise StoreError."""

    def condition(self, condition: Condition, now: datetime) -> None: ...

    def journal(self, now: datetime) -> None:
        """The totals of every local day that is over and was not told yet; what is old and known there goes."""


class Commands(Protocol):
    def is_done(self, command: Command) -> bool:
        """Whether it has a result here already."""

    def finish(self, command: Command, result: CommandResult, reason: str, now: datetime) -> None:
        """The result + record for the centre in one transaction; a second result of one command is not written."""


class Audit(Protocol):
    def write(self, entry: Entry, now: datetime) -> None: ...

    def head(self) -> str:
        """The chain's end as receipts show it: `812 K7QM-3XPA`; empty: there is none. Raises StoreError."""

    def replaced(self, count: int) -> tuple[Replaced, ...]:
        """The newest `count` lines about paper and parts, the newest first."""
