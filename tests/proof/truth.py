"""What really happened, out of the recording: which payment moved money. Knows no journal and no ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.domain import states
from tests.proof.bench import Event
from tests.proof.recording import Asked, Reader, Request


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
    receipt: int = 0


@dataclass
class Truth:
    attempts: list[Attempt] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    #: Traces of what went back, and the index of the event in which the terminal first told of it.
    given_back: dict[int, int] = field(default_factory=dict)
    #: The trace that each transaction of giving back was for.
    returns: list[int] = field(default_factory=list)

    def moved(self, payment: str) -> list[Charge]:
        """What moved for this payment, and perhaps came back."""
        return [each for each in self.charges if each.attempt and each.attempt.payment == payment]

    def is_back(self, payment: str, at: int | None = None) -> bool:
        """Whether money of it went back; `at`: and the terminal had told so."""
        when = [self.given_back[each.trace] for each in self.moved(payment) if each.trace in self.given_back]
        return any(at is None or each < at for each in when)

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


def truth_of(events: Sequence[Event], reader: Reader) -> Truth:
    found = Truth()
    requests = reader.heard(events)
    found.attempts = [_attempt(events, each) for each in requests if each.asked is Asked.CHARGE]
    seen: set[int] = set()
    for index, event in enumerate(events):
        if event.kind == "by hand":
            seen.add(event.what["trace"])
            found.charges.append(
                Charge(event.what["trace"], event.what["amount_minor"], index, None, by_hand=True)
            )
    for each in reader.told(events):
        if each.original and each.approved:
            if each.trace not in seen:
                found.returns.append(each.original)
            found.given_back.setdefault(each.original, each.index)
            seen.add(each.trace)
        if each.reversed:
            found.given_back.setdefault(each.trace, each.index)
        if (each.approved or each.reversed) and each.trace not in seen:
            seen.add(each.trace)
            before = [attempt for attempt in found.attempts if attempt.request.index < each.index]
            attempt = before[-1] if before else None
            found.charges.append(Charge(each.trace, each.minor, each.index, attempt, receipt=each.receipt))
    _already(reader.already(events), requests, found)
    return found


def _already(told: Sequence[int], requests: Sequence[Request], found: Truth) -> None:
    """A terminal that was asked for it again may say no more than that it gave it back before."""
    for index in told:
        asked = [each for each in requests if each.asked is Asked.GIVE_BACK and each.index < index]
        for charge in found.charges if asked else ():
            if charge.receipt == asked[-1].receipt:
                found.given_back.setdefault(charge.trace, index)


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
