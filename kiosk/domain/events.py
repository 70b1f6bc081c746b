"""What can happen to a visit, in the past tense: taps, devices, store, centre, time.

An event carries no visit id; that travels in the queue's envelope. Typed secrets stay out of `repr`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.account import SignInAnswer
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.health import DeviceStatus, Line, QueueCounts, Service
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.payment import Finding, Mark, Outcome, Payment
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import Stage

# --- the customer's finger --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The attract screen was touched."""


@dataclass(frozen=True, slots=True)
class TaskChosen:
    task: Task


@dataclass(frozen=True, slots=True)
class WentBack:
    pass


@dataclass(frozen=True, slots=True)
class WentHome:
    pass


@dataclass(frozen=True, slots=True)
class Ended:
    """The customer is done: wipe everything."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The one primary action of the screen (lower right)."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Stop the payment at the terminal."""


@dataclass(frozen=True, slots=True)
class DigitTyped:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DigitErased:
    pass


@dataclass(frozen=True, slots=True)
class DigitsCleared:
    pass


@dataclass(frozen=True, slots=True)
class BillToggled:
    bill: str


@dataclass(frozen=True, slots=True)
class PaperChosen:
    """`wanted`: print the proof (or print it again after a failure); else no paper."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class TopicChosen:
    topic: Topic


@dataclass(frozen=True, slots=True)
class WindowChosen:
    """`key` is Window.key."""

    key: str


@dataclass(frozen=True, slots=True)
class NumberOnFileChosen:
    """Call me at the number you have."""


@dataclass(frozen=True, slots=True)
class ArticleChosen:
    article: str


@dataclass(frozen=True, slots=True)
class PageTurned:
    page: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    pass


@dataclass(frozen=True, slots=True)
class LanguagesAsked:
    pass


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: Language


@dataclass(frozen=True, slots=True)
class OverlayClosed:
    """Help or the language list was put away."""


@dataclass(frozen=True, slots=True)
class MoreTimeTaken:
    pass


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """From the help overlay or an article: I want a person to call me."""


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


# --- devices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardPresented:
    """A membership card of the company; `card` is its token."""

    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    pass


@dataclass(frozen=True, slots=True)
class DeviceReported:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class TerminalReady:
    mark: Mark


@dataclass(frozen=True, slots=True)
class TerminalNotReady:
    status: DeviceStatus


@dataclass(frozen=True, slots=True)
class TerminalProgressed:
    stage: Stage


@dataclass(frozen=True, slots=True)
class TerminalAnswered:
    payment: Payment
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TerminalFound:
    """The answer to an inquiry."""

    payment: Payment
    finding: Finding


@dataclass(frozen=True, slots=True)
class PaperFinished:
    """`reference` is the job's: a payment's, a callback's, or `test`."""

    reference: str
    outcome: PrintOutcome


# --- the store --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IntentSaved:
    payment: Payment


@dataclass(frozen=True, slots=True)
class IntentNotSaved:
    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeSaved:
    payment: Payment
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OutcomeNotSaved:
    payment: Payment
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class CallbackSaved:
    reference: str


@dataclass(frozen=True, slots=True)
class CallbackNotSaved:
    reason: str


@dataclass(frozen=True, slots=True)
class StoreReported:
    works: bool


@dataclass(frozen=True, slots=True)
class QueueCounted:
    counts: QueueCounts


@dataclass(frozen=True, slots=True)
class TechnicianAdmitted:
    pass


@dataclass(frozen=True, slots=True)
class TechnicianRefused:
    locked_until: datetime | None


# --- the centre -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignInAnswered:
    """`card` is the one that was asked about: an answer about another one is nobody's any more."""

    answer: SignInAnswer
    card: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BillsFetched:
    """`bills` None: the centre gave no usable answer; `reason` is its code where it gave one (`bad_grant`)."""

    bills: tuple[Bill, ...] | None
    as_of: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BillsChecked:
    """What the centre says at the moment of paying; None: no usable answer, `reason` as above."""

    standings: tuple[BillStanding, ...] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordDelivered:
    """The centre stored what is known to the customer as `reference`."""

    reference: str


@dataclass(frozen=True, slots=True)
class LineReported:
    line: Line


# --- time and service -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ticked:
    """`now` is aware, in the site's zone."""

    now: datetime


@dataclass(frozen=True, slots=True)
class RecoveryFellDue:
    """A payment is in doubt, and it is time to ask about it once more."""


@dataclass(frozen=True, slots=True)
class RecoveryEnded:
    """Every payment that a break left open is settled or in doubt; `last` is the newest of them."""

    last: tuple[Payment, Outcome] | None


@dataclass(frozen=True, slots=True)
class Broke:
    """A bug reached the net."""

    cause: str


Event = (
    Started
    | TaskChosen
    | WentBack
    | WentHome
    | Ended
    | Confirmed
    | Cancelled
    | DigitTyped
    | DigitErased
    | DigitsCleared
    | BillToggled
    | PaperChosen
    | TopicChosen
    | WindowChosen
    | NumberOnFileChosen
    | ArticleChosen
    | PageTurned
    | HelpAsked
    | LanguagesAsked
    | LanguageChosen
    | OverlayClosed
    | MoreTimeTaken
    | CallbackAsked
    | MaintenanceGestured
    | TestPrintAsked
    | ServiceSwitched
    | MaintenanceLeft
    | CardPresented
    | CardUnreadable
    | DeviceReported
    | TerminalReady
    | TerminalNotReady
    | TerminalProgressed
    | TerminalAnswered
    | TerminalFound
    | PaperFinished
    | IntentSaved
    | IntentNotSaved
    | OutcomeSaved
    | OutcomeNotSaved
    | CallbackSaved
    | CallbackNotSaved
    | StoreReported
    | QueueCounted
    | TechnicianAdmitted
    | TechnicianRefused
    | SignInAnswered
    | BillsFetched
    | BillsChecked
    | RecordDelivered
    | LineReported
    | Ticked
    | RecoveryFellDue
    | RecoveryEnded
    | Broke
)
