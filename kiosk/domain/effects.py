"""What a step asks the outside world to do, in the imperative. The executor is kiosk/services/effects.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from kiosk.domain.audit import Entry
from kiosk.domain.callback import CallbackDraft
from kiosk.domain.health import Service
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Mark, Outcome, Payment, PaymentLine
from kiosk.domain.receipt import PrintOutcome


@dataclass(frozen=True, slots=True)
class SignIn:
    card: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOut:
    """The grant ends with the visit."""

    grant: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FetchBills:
    grant: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckBills:
    grant: str = field(repr=False)
    bills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrepareTerminal:
    """Ask the terminal where it stands: alive, and its last transaction."""


@dataclass(frozen=True, slots=True)
class SaveIntent:
    lines: tuple[PaymentLine, ...]
    amount: Money
    mark: Mark
    offline: bool
    language: Language


@dataclass(frozen=True, slots=True)
class Charge:
    """The only effect that moves money. It follows IntentSaved and nothing else."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class CancelCharge:
    pass


@dataclass(frozen=True, slots=True)
class Inquire:
    """Ask the terminal for its last result, after `pause`."""

    payment: Payment
    pause: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Recover:
    """Settle what is open in the journal by asking the terminal. Never charges."""


@dataclass(frozen=True, slots=True)
class SaveOutcome:
    """Outcome + audit + record in one transaction."""

    payment: Payment
    outcome: Outcome
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class SavePaperFate:
    """What became of a payment's proof; anything but confirmed or not wanted opens a case."""

    payment: Payment
    outcome: PrintOutcome | None


@dataclass(frozen=True, slots=True)
class PrintProof:
    payment: Payment
    approved: Approved
    posted: bool
    offline: bool
    language: Language


@dataclass(frozen=True, slots=True)
class PrintClaim:
    """The claim code of a payment in doubt."""

    payment: Payment
    language: Language


@dataclass(frozen=True, slots=True)
class SaveCallback:
    draft: CallbackDraft
    language: Language


@dataclass(frozen=True, slots=True)
class PrintCallback:
    reference: str
    draft: CallbackDraft
    provisional: bool
    language: Language


@dataclass(frozen=True, slots=True)
class PrintTest:
    language: Language


@dataclass(frozen=True, slots=True)
class Push:
    """There is something for the centre: now, not at the next turn."""


@dataclass(frozen=True, slots=True)
class WriteAudit:
    entry: Entry


@dataclass(frozen=True, slots=True)
class CheckTechnician:
    """Count the try, then check it."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepService:
    """Remember open or closed over a restart."""

    service: Service


@dataclass(frozen=True, slots=True)
class CountQueue:
    pass


@dataclass(frozen=True, slots=True)
class ForgetVisit:
    """Drop whatever is still queued for this visit: jobs not begun, pending answers."""


Effect = (
    SignIn
    | SignOut
    | FetchBills
    | CheckBills
    | PrepareTerminal
    | SaveIntent
    | Charge
    | CancelCharge
    | Inquire
    | Recover
    | SaveOutcome
    | SavePaperFate
    | PrintProof
    | PrintClaim
    | SaveCallback
    | PrintCallback
    | PrintTest
    | Push
    | WriteAudit
    | CheckTechnician
    | KeepService
    | CountQueue
    | ForgetVisit
)
