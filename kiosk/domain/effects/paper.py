"""What is to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.callback import CallbackDraft
from kiosk.domain.case import CaseDraft
from kiosk.domain.copies import Copy
from kiosk.domain.counter_slip import CounterSlip
from kiosk.domain.faq import Article
from kiosk.domain.language import Language
from kiosk.domain.overview import Series
from kiosk.domain.payment import Approved, Payment
from kiosk.domain.receipt import Untaken
from kiosk.domain.reckoning import DayEndResult
from kiosk.domain.states import Back
from kiosk.domain.upkeep import CheckResult


@dataclass(frozen=True, slots=True)
class PrintProof:
    """`anchor`: the audit chain's head; empty: none is shown."""

    payment: Payment
    approved: Approved
    posted: bool
    offline: bool
    language: Language
    anchor: str = ""
    refund: bool = False


@dataclass(frozen=True, slots=True)
class PrintClaim:
    """The claim code of a payment in doubt."""

    payment: Payment
    language: Language
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PrintBack:
    """What became of money on its way back."""

    payment: Payment
    back: Back
    language: Language
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class PrintCallback:
    reference: str
    draft: CallbackDraft
    provisional: bool
    language: Language


@dataclass(frozen=True, slots=True)
class PrintCase:
    reference: str
    draft: CaseDraft
    provisional: bool
    language: Language


@dataclass(frozen=True, slots=True)
class PrintArticle:
    article: Article
    language: Language


@dataclass(frozen=True, slots=True)
class PrintTest:
    language: Language


@dataclass(frozen=True, slots=True)
class PrintCopy:
    copy: Copy
    language: Language


@dataclass(frozen=True, slots=True)
class PrintReadiness:
    """What the guided checks found."""

    results: tuple[CheckResult, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class PrintStatement:
    """The periods of one series, as of then."""

    series: Series
    as_of: datetime
    language: Language


@dataclass(frozen=True, slots=True)
class PrintDayEnd:
    """What the end of the terminal's day came to."""

    result: DayEndResult
    language: Language


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """A slip for the counter; it says that no money moved."""

    slip: CounterSlip
    language: Language


@dataclass(frozen=True, slots=True)
class RetractPaper:
    """Draw in what nobody took from the printer's mouth."""

    why: Untaken


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Say to who listens what would stand on this paper."""

    paper: Printed


Printed = (
    PrintProof
    | PrintClaim
    | PrintBack
    | PrintCallback
    | PrintCase
    | PrintArticle
    | PrintTest
    | PrintCopy
    | PrintReadiness
    | PrintStatement
    | PrintSlip
    | PrintDayEnd
)
PaperEffect = Printed | ReadOut | RetractPaper
