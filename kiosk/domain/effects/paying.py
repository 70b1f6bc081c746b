"""What a payment needs: the centre, the terminal, the journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import Mark, Outcome, Payment, PaymentLine
from kiosk.domain.receipt import PrintOutcome


@dataclass(frozen=True, slots=True)
class FetchBills:
    grant: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckBills:
    """`amounts`: how much of each of `bills` is about to be paid.

    The journal is asked before the centre: what it has under way may come to the centre after this question, and before
    the next intent. Not once this payment itself stands in it (`stands`).
    """

    grant: str = field(repr=False)
    bills: tuple[str, ...]
    amounts: tuple[Money, ...] = ()
    stands: bool = False


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
    """The only effect that moves money. It follows IntentSaved and nothing else. `held`: the terminal, when it has
    approved, waits for `Deliver`, and takes the money back by itself where that says no."""

    payment: Payment
    held: bool = False


@dataclass(frozen=True, slots=True)
class Deliver:
    """Whether the payment that the terminal holds is to stand."""

    wanted: bool


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
class TakeCopy:
    """Number a copy of this payment's proof, out of this kiosk's own journal. Answered by `CopyTaken`."""

    reference: str


@dataclass(frozen=True, slots=True)
class MakeLink:
    """Make a link to this payment's proof, good to the end of `until`. Answered by `LinkMade`."""

    reference: str
    until: date
    language: Language


PayingEffect = (
    FetchBills
    | CheckBills
    | PrepareTerminal
    | SaveIntent
    | Charge
    | Deliver
    | CancelCharge
    | Inquire
    | Recover
    | SaveOutcome
    | SavePaperFate
    | TakeCopy
    | MakeLink
)
