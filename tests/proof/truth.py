"""What really happened, out of the recording: which payment moved money. Knows no journal and no ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain import states
from tests.proof.bench import Event
from tests.proof.line import AUTHORISE, Request, heard, told

APPROVED, REVERSED = 0x00, 0xB4


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request for money that reached the terminal, and for whom: as the screen had it when the last byte went."""

    request: Request
    life: int
    visit: str
    payment: str
    bill: str


@dataclass(frozen=True, slots=True)
class Charge:
    """Money that moved. `at`: the index of the event in which the terminal first told of it. `by_hand`: somebody sold
    something at the terminal itself, while the kiosk was away; it is nobody's here."""

    trace: int
    minor: int
    at: int
    attempt: Attempt | None
    by_hand: bool = False


@dataclass
class Truth:
    attempts: list[Attempt] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    given_back: set[int] = field(default_factory=set)

    def of(self, payment: str) -> list[Charge]:
        """What moved for this payment and did not come back."""
        return [
            charge for charge in self.ours if charge.attempt is not None and charge.attempt.payment == payment
        ]

    @property
    def standing(self) -> list[Charge]:
        return [charge for charge in self.charges if charge.trace not in self.given_back]

    @property
    def ours(self) -> list[Charge]:
        return [charge for charge in self.standing if not charge.by_hand]

    def for_bill(self, bill: str) -> list[Charge]:
        return [charge for charge in self.ours if charge.attempt and charge.attempt.bill == bill]


def truth_of(events: Sequence[Event]) -> Truth:
    found = Truth()
    found.attempts = [_attempt(events, each) for each in heard(events) if each.command == AUTHORISE]
    seen: set[int] = set()
    for index, event in enumerate(events):
        if event.kind == "by hand":
            seen.add(event.what["trace"])
            found.charges.append(
                Charge(event.what["trace"], event.what["amount_minor"], index, None, by_hand=True)
            )
    for each in told(events):
        if each.result == REVERSED:
            found.given_back.add(each.trace)
        if each.result == APPROVED and each.original:
            found.given_back.add(each.original)
            seen.add(each.trace)
        if each.result in (APPROVED, REVERSED) and each.trace not in seen:
            seen.add(each.trace)
            before = [attempt for attempt in found.attempts if attempt.request.index < each.index]
            found.charges.append(Charge(each.trace, each.minor, each.index, before[-1] if before else None))
    return found


def _attempt(events: Sequence[Event], request: Request) -> Attempt:
    life = events[request.index].life
    for event in reversed(events[: request.index]):
        if event.life != life:
            break
        if event.kind == "shown" and isinstance(event.what.state, states.Paying):
            state = event.what.state
            payment = state.payment.id if state.payment else ""
            return Attempt(request, life, event.what.visit, payment, state.lines[0].bill)
    return Attempt(request, life, "", "", "")
