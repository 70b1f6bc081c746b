"""The journal of payments, and the papers about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from kiosk.domain.copies import Copy, NoCopy, ReceiptLink
from kiosk.domain.counter_slip import CounterSlip, NoSlip
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import Mark, Outcome, Payment, PaymentLine, Slip
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.reckoning import Close, DayEndResult, Span, Standing
from kiosk.domain.reversal import GivingBack, Reversal


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
    ) -> Payment | None:
        """The intent, synced to disk before this returns, under a new UUID and reference. None, and nothing is written:
        a payment of one of these bills is under way here, and the centre does not know of it yet."""

    def is_under_way(self, bills: Sequence[str]) -> bool:
        """Whether a payment of one of these bills is under way here, and the centre does not know of it yet."""

    def decide(self, payment: Payment, outcome: Outcome, recovered: bool, now: datetime) -> Outcome:
        """Outcome + audit + outbox record in one transaction. Returns the outcome that stands: a final one that was
        there before is never replaced (then nothing is written)."""

    def paper(self, payment: Payment, outcome: PrintOutcome | None, now: datetime) -> None:
        """What became of the proof (None: not wanted); unless confirmed or not wanted, a case for staff."""

    def open(self) -> list[Payment]:
        """Asked and not settled, oldest first: no outcome yet, or in doubt."""


class Custody(Protocol):
    def look(self, now: datetime) -> bool:
        """Looks at the next of the journal's seals; what does not hold is blocked, with its alarm. True: at all of them,
        and the next look begins anew. Raises StoreError."""


class DayEnds(Protocol):
    """The terminal's ends of day against the journal. Every method raises StoreError."""

    def last(self) -> datetime | None: ...

    def spans(self) -> tuple[Span, ...]:
        """What the journal has since the last close; one more where a later close may have been one."""

    def standing(self) -> Standing:
        """What the journal has since the last close, with its transactions."""

    def closing(self, now: datetime) -> None:
        """The terminal is about to be told to close: on disk before this returns."""

    def close(self, before: tuple[Span, ...], close: Close, now: datetime) -> DayEndResult:
        """What it came to + audit + record in one transaction. `before`: the spans as they were before the close."""

    def tell_interrupted(self, now: datetime) -> bool:
        """Whether a break came between `closing` and `close`: then that is told."""


class Reversals(Protocol):
    """Reversals in the journal: rows are appended, never updated. Every method raises StoreError."""

    def begin(self, payment: Payment, slip: Slip, now: datetime) -> GivingBack | None:
        """The intent under the centre's grant, synced to disk before this returns; one a payment, for ever. None: no
        grant waits to be used."""

    def decide(self, giving: GivingBack, reversal: Reversal, now: datetime) -> Reversal:
        """Outcome + audit + outbox record in one transaction. Returns what stands, as `Payments.decide`."""

    def leave(self, reference: str, now: datetime) -> None:
        """The grant is not used, and the centre hears it; nothing when it was used or answered already."""

    def open(self) -> list[GivingBack]:
        """Begun and not settled, oldest first."""

    def doubted(self, giving: GivingBack) -> bool:
        """Whether the centre was told already that nobody knows."""

    def unanswered(self) -> list[str]:
        """References of payments whose grant was neither used nor answered."""


class Copies(Protocol):
    def take(self, reference: str, now: datetime) -> Copy | NoCopy:
        """The next copy of this payment's proof, numbered on disk before this returns. Raises StoreError."""


class ReceiptLinks(Protocol):
    def make(self, reference: str, until: date, language: Language, now: datetime) -> ReceiptLink | None:
        """A link to this payment's proof: record for the centre + audit, on disk before this returns. None where there is
        no such proof, or where its rows do not hold. Raises StoreError."""


class CounterSlips(Protocol):
    def issue(self, lines: Sequence[PaymentLine], amount: Money, now: datetime) -> CounterSlip | None:
        """A new slip + audit, on disk before this returns; it supersedes any for one of its bills. None while a payment
        of one of them is in doubt. Raises StoreError."""

    def find(self, reference: str, now: datetime) -> CounterSlip | NoSlip: ...
