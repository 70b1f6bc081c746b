"""Every place a visit can be in. One state is one screen; the screens draw these and nothing else.

What a customer typed (`repr=False`) never shows in a log line or a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.bill import Bill
from kiosk.domain.callback import CallbackDraft, Topic, Window
from kiosk.domain.house import Task
from kiosk.domain.money import Money, total
from kiosk.domain.payment import Approved, Payment, PaymentLine
from kiosk.domain.receipt import PrintOutcome


class Problem(StrEnum):
    """What went wrong, as the customer is told (`problem.*` in the catalogue)."""

    NONE = ""
    CARD_UNREADABLE = "card_unreadable"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LOCKED = "sign_in_locked"
    LINE_DOWN = "line_down"
    PHONE_INCOMPLETE = "phone_incomplete"
    NOTHING_CHOSEN = "nothing_chosen"
    NOT_SAVED = "not_saved"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"


class Refusal(StrEnum):
    """Why no charge was asked for; money never moved (`refusal.*`)."""

    LINE_DOWN = "line_down"
    ALREADY_PAID = "already_paid"
    BEING_CHECKED = "being_checked"
    TERMINAL = "terminal"
    OVER_CAP = "over_cap"
    NOT_SAVED = "not_saved"
    SIGNED_OUT = "signed_out"


class Stage(StrEnum):
    """How far a payment is; also what the terminal is doing (`paying.stage.*`)."""

    CHECKING_BILLS = "checking_bills"
    PREPARING = "preparing"
    SAVING = "saving"
    INSERT_CARD = "insert_card"
    ENTER_PIN = "enter_pin"
    PLEASE_WAIT = "please_wait"
    REMOVE_CARD = "remove_card"
    CANCELLING = "cancelling"
    INQUIRING = "inquiring"
    RECORDING = "recording"


class PaperState(StrEnum):
    """What became of the paper the customer wanted."""

    OFFERED = "offered"
    PRINTING = "printing"
    CONFIRMED = "confirmed"
    PARTIAL = "partial"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"
    NOT_WANTED = "not_wanted"

    @classmethod
    def of(cls, outcome: PrintOutcome) -> PaperState:
        return cls(outcome.value)


# --- waiting for somebody ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attract:
    """Nobody is here."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A technician closed the service."""


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Nothing can be done here but ask a person. `cause`: `fault`, `store`. After `until` the service is tried again."""

    cause: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """After a break in mid-payment: what became of the last payment, without naming anybody.

    `settled` is `approved`, `not_charged` or `in_doubt`.
    """

    reference: str
    amount: Money
    settled: str
    until: datetime


# --- choosing and signing in ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Home:
    pass


@dataclass(frozen=True, slots=True)
class CardWanted:
    """Present your membership card."""

    task: Task
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class PinWanted:
    """The second factor. `card` is what the reader gave; `asking` while the centre checks."""

    task: Task
    card: str = field(repr=False)
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    asking: bool = False


# --- bills and paying -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountShown:
    """What is owed, with its `as_of`; `waiting` until the centre answers, `problem` if it does not."""

    bills: tuple[Bill, ...] = ()
    as_of: datetime | None = None
    waiting: bool = True
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class BillsShown:
    """Choose what to pay. `chosen` holds ids of `bills`."""

    bills: tuple[Bill, ...] = ()
    chosen: frozenset[str] = frozenset()
    as_of: datetime | None = None
    waiting: bool = True
    problem: Problem = Problem.NONE

    @property
    def picked(self) -> tuple[Bill, ...]:
        return tuple(bill for bill in self.bills if bill.id in self.chosen)

    @property
    def amount(self) -> Money:
        return total(bill.amount for bill in self.picked)


@dataclass(frozen=True, slots=True)
class Review:
    """One last look before money moves. `before` is where Back leads."""

    lines: tuple[PaymentLine, ...]
    amount: Money
    before: BillsShown


@dataclass(frozen=True, slots=True)
class Paying:
    """From the confirmation to the recorded outcome. `payment` from the saved intent on.

    `inquiries` counts the questions asked after an answer got lost; `until` is the end of the customer's time.
    """

    lines: tuple[PaymentLine, ...]
    amount: Money
    stage: Stage
    payment: Payment | None = None
    offline: bool = False
    inquiries: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Approved and recorded. `posted` only after the centre said so."""

    payment: Payment
    approved: Approved
    posted: bool = False
    offline: bool = False
    paper: PaperState = PaperState.OFFERED


@dataclass(frozen=True, slots=True)
class NotPaid:
    """No money moved. `why` is `declined`, `cancelled`, or a Refusal."""

    lines: tuple[PaymentLine, ...]
    amount: Money
    why: str
    paid_on: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Nobody knows yet whether money moved: the reference is the claim code."""

    payment: Payment
    paper: PaperState = PaperState.OFFERED


# --- callback ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TopicWanted:
    pass


@dataclass(frozen=True, slots=True)
class WindowWanted:
    topic: Topic
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """The number by keypad, under the notice. `on_file` offers the masked number the centre has."""

    topic: Topic
    window: Window
    windows: tuple[Window, ...]
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class CallbackReview:
    """`saving` from the confirmation until the request is on disk."""

    draft: CallbackDraft
    before: NumberWanted
    saving: bool = False
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class CallbackDone:
    """On disk under `reference`. `provisional` while the centre has not confirmed it."""

    reference: str
    draft: CallbackDraft
    provisional: bool
    paper: PaperState = PaperState.OFFERED


# --- answers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FaqList:
    """`page` counts from 0; five articles a page."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class FaqArticle:
    article: str
    page: int = 0


# --- technicians ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TechnicianPin:
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE
    checking: bool = False
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """`test` tells of the last test print: empty, `running`, or a PrintOutcome."""

    test: str = ""


State = (
    Attract
    | Closed
    | OutOfOrder
    | Recovered
    | Home
    | CardWanted
    | PinWanted
    | AccountShown
    | BillsShown
    | Review
    | Paying
    | Paid
    | NotPaid
    | Unsettled
    | TopicWanted
    | WindowWanted
    | NumberWanted
    | CallbackReview
    | CallbackDone
    | FaqList
    | FaqArticle
    | TechnicianPin
    | Maintenance
)


# --- what may lie over a screen ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Help:
    """A person: hotline, counter, callback."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The list of languages."""


@dataclass(frozen=True, slots=True)
class IdleWarning:
    """Are you still there? Everything is wiped at `until`."""

    until: datetime


Overlay = Help | Languages | IdleWarning
