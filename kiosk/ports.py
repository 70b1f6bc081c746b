"""The outside world, as this kiosk needs it. Every port is a plain blocking object; lanes give it a thread.

Errors of devices (a device's driver raises nothing else; each carries port and bytes)::

    DeviceError
    +-- NotConnected   the port is missing, or was pulled out
    +-- NoReply        silence within the time the protocol allows
    +-- BadReply       bytes that are no answer: noise, wrong check, wrong length
    +-- Refused        a clear no
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.domain.account import CodeAnswer, Factor, SignInAnswer
from kiosk.domain.audit import Entry
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.callback import CallbackDraft, Topic, Window
from kiosk.domain.case import CaseDraft
from kiosk.domain.codes import Code
from kiosk.domain.command import Command, CommandResult, Words
from kiosk.domain.condition import Condition
from kiosk.domain.copies import Copy, NoCopy
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.faq import Article
from kiosk.domain.health import ClosedFor, DeviceStatus, QueueCounts, Service
from kiosk.domain.language import Language
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.overview import Overview
from kiosk.domain.payment import Finding, Mark, Outcome, Payment, PaymentLine
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.scanned import ScanAnswer
from kiosk.domain.states import Stage
from kiosk.domain.upkeep import QueueReport, Replaced


class DeviceError(Exception):
    """A device did not do what was asked. `port` is the configured one, `heard` the bytes that came, if any."""

    def __init__(self, message: str, *, port: str = "", heard: bytes = b"") -> None:
        super().__init__(f"{port}: {message}" if port else message)
        self.port = port
        self.heard = heard


class NotConnected(DeviceError):
    """The port is missing, or was pulled out."""


class NoReply(DeviceError):
    """Silence within the time the protocol allows."""


class BadReply(DeviceError):
    """Bytes that are no answer: noise, wrong check, wrong length."""


class Refused(DeviceError):
    """A clear no."""


class StoreError(Exception):
    """The disk said no (full, read-only, damaged). Nothing was written."""


class Offline(Exception):
    """The centre gave no usable answer: no line, 5xx, or something that is not JSON.

    `retry_after` is in seconds where the centre asked for it. `reason` is the centre's own code where it gave one
    (`revoked`, `bad_grant`, `too_large` ...; tests/contract/README.md), so empty when nobody answered.
    """

    def __init__(self, message: str, retry_after: float | None = None, reason: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.reason = reason


# --- devices ----------------------------------------------------------------------------------


class ReceiptPrinter(Protocol):
    def status(self) -> DeviceStatus:
        """Asks the printer. No answer is OFFLINE, never ONLINE. Raises nothing."""

    def print(self, paper: Paper) -> PrintOutcome:
        """Prints and waits for the printer's answer behind the job. Raises nothing: failures are outcomes."""

    def close(self) -> None: ...


class CardReader(Protocol):
    def status(self) -> DeviceStatus: ...

    def read(self) -> str | None:
        """One poll, 100 ms at most: the token of a presented company card, or None.

        Raises BadReply for a card that could not be read, NotConnected when the port is gone. Cards of others are
        dropped unread.
        """

    def close(self) -> None: ...


class CodeScanner(Protocol):
    def status(self) -> DeviceStatus: ...

    def read(self) -> str | None:
        """One poll, 100 ms at most: the text of a scanned code, or None. The same code within a second counts once.

        Raises BadReply for a code that could not be read, NotConnected when the port is gone.
        """

    def close(self) -> None: ...


class PaymentTerminal(Protocol):
    def status(self) -> DeviceStatus: ...

    def prepare(self) -> Mark:
        """Registers if need be and asks for the last transaction. Raises DeviceError when it is not ready."""

    def charge(self, amount: Money, on_stage: Callable[[Stage], None]) -> Outcome:
        """Asks for the money once. Whatever gets lost after the request is on the wire is `InDoubt`.

        Raises DeviceError only when the request surely never reached the terminal.
        """

    def cancel(self) -> None:
        """Asks a running `charge` to stop; safe from another thread. The outcome still comes from `charge`."""

    def inquire(self) -> Finding:
        """The terminal's last result. Raises nothing: silence is NoAnswer."""

    def close(self) -> None: ...


# --- the store --------------------------------------------------------------------------------


class Payments(Protocol):
    """The payment journal: rows are appended, never updated. Every method raises StoreError."""

    def ask(
        self,
        lines: Sequence[PaymentLine],
        amount: Money,
        mark: Mark,
        offline: bool,
        language: Language,
        now: datetime,
    ) -> Payment:
        """The intent, synced to disk before this returns, under a new UUID and reference."""

    def decide(self, payment: Payment, outcome: Outcome, recovered: bool, now: datetime) -> Outcome:
        """Outcome + audit + outbox record in one transaction. Returns the outcome that stands: a final one that was
        there before is never replaced (then nothing is written)."""

    def paper(self, payment: Payment, outcome: PrintOutcome | None, now: datetime) -> None:
        """What became of the proof (None: not wanted); unless confirmed or not wanted, a case for staff."""

    def open(self) -> list[Payment]:
        """Asked and not settled, oldest first: no outcome yet, or in doubt."""


class Copies(Protocol):
    def take(self, reference: str, now: datetime) -> Copy | NoCopy:
        """The next copy of this payment's proof, numbered on disk before this returns. Raises StoreError."""


class CounterSlips(Protocol):
    def issue(self, lines: Sequence[PaymentLine], amount: Money, now: datetime) -> CounterSlip | None:
        """A new slip + audit, on disk before this returns; it supersedes any for one of its bills. None while a payment
        of one of them is in doubt. Raises StoreError."""

    def find(self, reference: str, now: datetime) -> CounterSlip | NoSlip: ...


class Callbacks(Protocol):
    def save(
        self, draft: CallbackDraft, language: Language, trail: Sequence[tuple[datetime, str]], now: datetime
    ) -> str:
        """The request + audit + outbox record in one transaction; returns its new reference."""

    def wish(self, reference: str, window: Window | None, now: datetime) -> None:
        """To cancel what has this reference (`window` None), or to move it: audit + outbox record in one transaction.
        Anybody's reference, of any kiosk."""


class Cases(Protocol):
    """What customers hand over besides money and calls back. Every method raises StoreError."""

    def save(
        self, draft: CaseDraft, language: Language, trail: Sequence[tuple[datetime, str]], now: datetime
    ) -> str:
        """Row + audit + outbox record in one transaction; returns the new reference."""

    def rate(self, score: int, task: str, language: Language, now: datetime) -> None:
        """`score` 1 to 5 for `task`; of nobody."""


class Feedback(Protocol):
    """What customers thought of answers, without a name. Both raise StoreError."""

    def vote(self, article: str, version: int, useful: bool, language: Language, now: datetime) -> None: ...

    def unmet_search(self, text: str, language: Language, now: datetime) -> None:
        """`text` holds no number that belongs to anybody."""


class Search(Protocol):
    """Finds articles. Belongs to the lane of answers; raises nothing."""

    def learn(self, articles: Sequence[Article]) -> None:
        """These, and no others."""

    def find(self, question: str, limit: int) -> tuple[str, ...]:
        """Ids, best first; none: there is no good answer."""


class Audit(Protocol):
    def write(self, entry: Entry, now: datetime) -> None: ...

    def replaced(self, count: int) -> tuple[Replaced, ...]:
        """The newest `count` lines about paper and parts, the newest first."""


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
    """The centre on one record: `stored`, `duplicate` or `refused` (with a reason)."""

    id: str
    verdict: str
    reason: str = ""


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
    """One published part as it came: `body` is JSON that nobody has looked at yet, `version` its content's hash."""

    version: str
    body: object = field(repr=False)


class Replica(Protocol):
    """What the centre published, as it was last taken. Both methods raise StoreError."""

    def parts(self) -> Mapping[str, Pulled]: ...

    def swap(
        self, taken: Mapping[str, Pulled | None], refused: Mapping[str, tuple[str, str]], now: datetime
    ) -> None:
        """One transaction: parts that validated take the old ones' place (None: withdrawn), and an audit line for
        each; `refused` maps a part to its version and what was wrong, and leaves the last good one."""


class Reports(Protocol):
    """What those who run the kiosks are told, as records. Both raise StoreError."""

    def condition(self, condition: Condition, now: datetime) -> None: ...

    def journal(self, now: datetime) -> None:
        """The totals of every local day that is over and was not told yet."""


class Commands(Protocol):
    def is_done(self, command: Command) -> bool:
        """Whether it has a result here already."""

    def finish(self, command: Command, result: CommandResult, reason: str, now: datetime) -> None:
        """The result + record for the centre in one transaction; a second result of one command is not written."""


class Tries(Protocol):
    """Tries at a door."""

    def count_try(self, now: datetime) -> datetime | None:
        """Counts one try on disk, before it is checked. Returns the end of the lock when the door was locked already
        (then nothing is counted), or None. The last allowed try locks the door behind itself."""

    def locked_until(self, now: datetime) -> datetime | None:
        """The end of the lock, if the door is locked; counts nothing."""

    def clear_tries(self) -> None: ...


class Keeper(Tries, Protocol):
    """Small things that outlive a restart: service switch, technician tries, kiosk epoch."""

    def service(self) -> Service: ...

    def keep_service(
        self, service: Service, now: datetime, notice: Words = (), closed_for: ClosedFor | None = None
    ) -> None: ...

    def closed_for(self) -> ClosedFor | None:
        """Why the site closed the service, if it did."""

    def notice(self) -> Words:
        """What customers read while the service is closed."""


# --- the centre -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BillList:
    bills: tuple[Bill, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class SyncReply:
    """`content`: the version of each published part, so that nobody need ask while nothing changed."""

    answers: tuple[Answer, ...]
    poll_after: float
    content: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[Command, ...] = ()


class Crm(Protocol):
    """The centre, over one signed line. Every method but those of signing in raises Offline."""

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer: ...

    def sign_in_by_number(self, visit: str, number: str, factor: Factor, secret: str) -> SignInAnswer: ...

    def send_code(self, visit: str, number: str) -> CodeAnswer:
        """A one-time code to the phone on file, if there is one; good for this visit."""

    def sign_out(self, grant: str) -> None: ...

    def bills(self, grant: str) -> BillList: ...

    def overview(self, grant: str) -> Overview: ...

    def see_notices(self, grant: str, notices: Sequence[str]) -> None: ...

    def check(
        self, grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()
    ) -> tuple[BillStanding, ...]:
        """`amounts`: how much of each is about to be paid; without, the whole of it."""

    def find_scanned(self, visit: str, code: Code) -> ScanAnswer: ...

    def case(self, visit: str, reference: str) -> CaseStanding | None:
        """How anything with a reference stands; None: nothing is under it. Of an open callback: only to its customer."""

    def open_callback(self, visit: str, phone: str, topic: Topic) -> CaseStanding | None: ...

    def sync(self, records: Sequence[Record]) -> SyncReply: ...

    def content(self, have: Mapping[str, str]) -> Mapping[str, Pulled | None]:
        """Of the parts named in `have` (with the version here; empty: none) those that changed; None: withdrawn."""


# --- threads and time -------------------------------------------------------------------------


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, in the site's zone."""


class Lane(Protocol):
    """One thread with one inbox. Jobs run in order; nothing crosses but frozen values."""

    def submit(self, job: Callable[[], None], *, owner: str = "") -> bool:
        """Queues `job`; False when the inbox is full (a health fault, never a silent drop)."""

    def forget(self, owner: str) -> None:
        """Drops jobs of `owner` that have not begun."""

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        """Queues `job` after a pause."""


class TechnicianLock(Protocol):
    def fits(self, digits: str) -> bool:
        """Checks a PIN against the hash in the settings (argon2id: slow on purpose)."""


class AssistLock(Protocol):
    def fits(self, staff: str, digits: str) -> bool:
        """Checks the PIN of a staff number against the hashes in the settings (argon2id: slow on purpose)."""

    def who(self, digits: str) -> str:
        """The staff number whose number and PIN, one behind the other, these digits are; empty: nobody's."""
