"""The protocol of money as a machine that chance drives: the true rules over a model terminal, disk, centre, power.

The rules are those of kiosk/domain; what stands at the other ends remembers what really happened. Whatever comes in
whichever order: never charged twice, never paid without proof, never told what is not true, and in the end never lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.domain import effects, events, states
from kiosk.domain.bill import BillStanding
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.payment import (
    Approved,
    Declined,
    Finding,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NothingFound,
    Outcome,
    Payment,
    Slip,
    StillBusy,
    is_final,
    judge,
)
from tests.kiosk.domain.examples import CUSTOMER, LINES, WELL, time_of, visit

TERMINAL = "52500038"
BILLS = ("A", "B")
FATES = ("approved", "declined", "approved, answer lost", "not charged, answer lost")
CHECKS = settings(
    max_examples=400,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)


@dataclass(frozen=True, slots=True)
class Booked:
    """What the terminal did, and for which payment it was asked."""

    payment: Payment
    found: Found


@dataclass
class Terminal:
    booked: list[Booked] = field(default_factory=list)
    busy_with: Payment | None = None

    def mark(self) -> Mark:
        last = self.booked[-1].found.slip if self.booked else None
        return Mark(TERMINAL, last.trace, last.receipt) if last else Mark(TERMINAL, None, None)

    def ends(self, fate: str) -> Outcome:
        """Of the payment that it is busy with, what the kiosk hears."""
        payment, self.busy_with = self.busy_with, None
        assert payment is not None
        if fate == "not charged, answer lost":
            return InDoubt("no_answer")
        trace = len(self.booked) + 1
        slip = Slip(TERMINAL, trace, trace, payment.amount, time_of(payment.asked_at))
        self.booked.append(Booked(payment, Found(slip, fate.startswith("approved"))))
        if fate.endswith("lost"):
            return InDoubt("no_answer")
        return Approved(slip) if fate == "approved" else Declined()

    def finding(self) -> Finding:
        if self.busy_with is not None:
            return StillBusy()
        return self.booked[-1].found if self.booked else NothingFound()

    def charged(self, bill: str) -> list[Booked]:
        return [b for b in self.booked if b.found.approved and b.payment.lines[0].bill == bill]


@dataclass
class Disk:
    """The journal's laws: one final outcome, a proof proves one payment, what is under way is not asked for again."""

    asked: list[Payment] = field(default_factory=list)
    ends: dict[str, list[Outcome]] = field(default_factory=dict)
    owed: list[tuple[Payment, Outcome]] = field(default_factory=list)

    def ask(self, intent: effects.SaveIntent) -> Payment | None:
        if self.is_under_way(intent.lines[0].bill):
            return None
        number = len(self.asked) + 1
        at = visit().now
        payment = Payment(f"p{number}", f"K07-{number}", intent.lines, intent.amount, at, intent.mark)
        self.asked.append(payment)
        return payment

    def is_under_way(self, bill: str) -> bool:
        owed = {payment.id for payment, outcome in self.owed if isinstance(outcome, (Approved, InDoubt))}
        mine = [payment for payment in self.asked if payment.lines[0].bill == bill]
        return any(payment.id in owed or payment.id not in self.ends for payment in mine)

    def decide(self, payment: Payment, outcome: Outcome) -> Outcome:
        standing = self.ends.setdefault(payment.id, [])
        if standing and (is_final(standing[-1]) or not is_final(outcome)):
            return standing[-1]
        if isinstance(outcome, Approved) and outcome.slip in self.proofs():
            outcome = InDoubt("mismatch")
        standing.append(outcome)
        self.owed.append((payment, outcome))
        return outcome

    def proofs(self) -> list[Slip]:
        return [end.slip for ends in self.ends.values() for end in ends if isinstance(end, Approved)]

    def open(self) -> Iterator[Payment]:
        for number, payment in enumerate(self.asked):
            later = self.asked[number + 1] if number + 1 < len(self.asked) else None
            ends = self.ends.get(payment.id, [])
            if not ends or not is_final(ends[-1]):
                yield replace(payment, later=later.mark if later else None)


class Money(RuleBasedStateMachine):
    """One kiosk, two customers who owe the same, one terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal, self.disk = Terminal(), Disk()
        self.known: dict[str, list[Outcome]] = {}
        self.waiting: list[Effect] = []
        self.visit = visit()
        self.boot = 1
        self.told: list[states.State] = []

    # --- what happens ---------------------------------------------------------------------------------

    @precondition(lambda self: not isinstance(self.visit.state, states.Paying))
    @rule(bill=st.sampled_from(BILLS))
    def somebody_confirms(self, bill: str) -> None:
        lines = (replace(LINES[0], bill=bill),)
        review = states.Review(lines, lines[0].amount, None, visit().now)
        health = replace(WELL, recovering=self.visit.health.recovering)
        number = int(self.visit.id.rpartition(".")[2]) + 1
        self.visit = replace(visit(review, customer=CUSTOMER), id=f"boot{self.boot}.{number}", health=health)
        self.hears(events.Confirmed())

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(0, 5))
    def something_is_done(self, which: int) -> None:
        self.carries_out(self.waiting.pop(which % len(self.waiting)))

    @precondition(lambda self: self.terminal.busy_with and self.charging)
    @rule(fate=st.sampled_from(FATES))
    def the_terminal_answers(self, fate: str) -> None:
        payment, self.charging = self.charging, None
        assert payment is not None
        self.hears(events.TerminalAnswered(payment, self.terminal.ends(fate)))

    @rule(fate=st.sampled_from(FATES))
    def the_power_goes(self, fate: str) -> None:
        """What the terminal was in the middle of it ends by itself, and nobody hears how."""
        if self.terminal.busy_with:
            self.terminal.ends(fate)
        self.charging = None
        self.waiting.clear()
        self.boot += 1
        self.visit = replace(visit(), id=f"boot{self.boot}.1", health=replace(WELL, recovering=True))

    @precondition(lambda self: self.visit.health.recovering)
    @rule(silent=st.booleans())
    def it_recovers(self, silent: bool) -> None:
        last = None
        for payment in list(self.disk.open()):
            outcome = judge(payment, NoAnswer() if silent else self.terminal.finding())
            last = (payment, self.disk.decide(payment, outcome or InDoubt("no_answer")))
        self.hears(events.RecoveryEnded(last))

    @precondition(lambda self: self.disk.owed)
    @rule(heard=st.booleans())
    def the_line_carries(self, heard: bool) -> None:
        """The centre has the oldest record; whether the kiosk hears of that is another matter."""
        payment, outcome = self.disk.owed[0]
        self.known.setdefault(payment.id, []).append(outcome)
        if heard:
            self.disk.owed.pop(0)
            self.hears(events.RecordDelivered(payment.reference))

    # --- the kiosk --------------------------------------------------------------------------------------

    charging: Payment | None = None

    def hears(self, event: Event) -> None:
        self.visit, asked = step(self.visit, event)
        self.told.append(self.visit.state)
        self.waiting += asked

    def carries_out(self, effect: Effect) -> None:
        match effect:
            case effects.CheckBills(bills=bills):
                self.hears(events.BillsChecked(tuple(self.looked_up(bill) for bill in bills)))
            case effects.PrepareTerminal() if self.terminal.busy_with is None:
                self.hears(events.TerminalReady(self.terminal.mark()))
            case effects.SaveIntent():
                payment = self.disk.ask(effect)
                saved = events.IntentSaved(payment) if payment else events.IntentNotSaved(being_checked=True)
                self.hears(saved)
            case effects.Charge(payment):
                assert self.terminal.busy_with is None, "two charges at a time"
                self.terminal.busy_with = self.charging = payment
            case effects.Inquire(payment):
                self.hears(events.TerminalFound(payment, self.terminal.finding()))
            case effects.SaveOutcome(payment, outcome):
                self.hears(events.OutcomeSaved(payment, self.disk.decide(payment, outcome)))
            case effects.Recover():
                self.it_recovers(silent=False)
            case _:
                pass

    def looked_up(self, bill: str) -> BillStanding:
        """The journal first: what it has under way is not payable, whatever the centre has heard by now."""
        return BillStanding(bill, False) if self.disk.is_under_way(bill) else self.standing(bill)

    def standing(self, bill: str) -> BillStanding:
        """What the centre knows: paid by an approval, being checked by a doubt."""
        ends = [
            self.known[p.id][-1] for p in self.disk.asked if p.lines[0].bill == bill and p.id in self.known
        ]
        taken = any(isinstance(end, (Approved, InDoubt)) for end in ends)
        return BillStanding(bill, not taken, None)

    # --- what must hold -----------------------------------------------------------------------------------

    @invariant()
    def nobody_is_charged_twice(self) -> None:
        for bill in BILLS:
            assert len(self.terminal.charged(bill)) <= 1, self.terminal.booked

    @invariant()
    def nothing_is_paid_without_proof(self) -> None:
        done = {(b.payment.id, b.found.slip) for b in self.terminal.booked if b.found.approved}
        for payment, ends in self.disk.ends.items():
            assert all((payment, end.slip) in done for end in ends if isinstance(end, Approved))
            assert sum(is_final(end) for end in ends) <= 1

    @invariant()
    def nobody_is_told_what_is_not_true(self) -> None:
        """On the screen of this moment; and paid only when the journal has it."""
        state = self.visit.state
        if isinstance(state, states.Paid):
            assert state.approved in self.disk.ends[state.payment.id]
            assert state.payment.id in {
                b.payment.id for b in self.terminal.charged(state.payment.lines[0].bill)
            }
        if isinstance(state, states.Recovered) and state.settled != "in_doubt":
            payment = next(p for p in self.disk.asked if p.reference == state.reference)
            charged = payment.id in {b.payment.id for b in self.terminal.charged(payment.lines[0].bill)}
            assert (state.settled == "approved") == charged

    @invariant()
    def what_is_denied_did_not_happen(self) -> None:
        """An end that says not charged is never wrong."""
        charged = {b.payment.id for b in self.terminal.booked if b.found.approved}
        for payment, ends in self.disk.ends.items():
            denied = [end for end in ends if is_final(end) and not isinstance(end, Approved)]
            assert not (denied and payment in charged), (payment, ends)

    def teardown(self) -> None:
        """The last power cut, a recovery that is answered, a line that carries all: what was charged is known."""
        self.the_power_goes(fate="approved")
        self.it_recovers(silent=False)
        while self.disk.owed:
            self.the_line_carries(heard=True)
        for each in self.terminal.booked:
            if each.found.approved:
                ends = self.known.get(each.payment.id, [])
                assert any(isinstance(end, (Approved, InDoubt)) for end in ends), (each, ends)


@pytest.mark.requirement("E2", "X18", "X20", "X22")
def test_the_protocol_holds_whatever_comes() -> None:
    """E2, X18, X20, X22: the four laws, in every order that chance finds."""
    run_state_machine_as_test(Money, settings=CHECKS)


class Trusting(Money):
    """The journal is asked when the intent is written, and not before the centre."""

    def looked_up(self, bill: str) -> BillStanding:
        return self.standing(bill)


def paid_while_its_record_travels(money: Money) -> None:
    """Charged and not delivered; asked about again; then delivered, between the question and the intent."""
    money.somebody_confirms(bill="A")
    until_it_charges(money)
    money.the_power_goes(fate="approved")
    money.it_recovers(silent=False)
    money.somebody_confirms(bill="A")
    money.something_is_done(which=0)
    while money.disk.owed:
        money.the_line_carries(heard=True)
    until_it_charges(money)
    if money.charging:
        money.the_terminal_answers(fate="approved")
    money.nobody_is_charged_twice()


def until_it_charges(money: Money) -> None:
    while money.waiting and not money.charging:
        money.something_is_done(which=0)


@pytest.mark.requirement("E2", "X18")
def test_what_is_delivered_between_question_and_intent_is_not_charged_again() -> None:
    """E2, X18: neither the centre's answer nor the journal alone would know it."""
    paid_while_its_record_travels(Money())
    with pytest.raises(AssertionError):
        paid_while_its_record_travels(Trusting())


class Forgetful(Disk):
    def is_under_way(self, bill: str) -> bool:
        return False


class Hasty(Money):
    """Who comes back quickly pays again: the journal is not asked, the centre has not heard."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = Forgetful()


class Denying(Money):
    """What an inquiry finds counts for nothing."""

    def carries_out(self, effect: Effect) -> None:
        if isinstance(effect, effects.Inquire):
            self.hears(events.TerminalAnswered(effect.payment, Declined()))
        else:
            super().carries_out(effect)


@pytest.mark.parametrize("broken", [Hasty, Denying])
def test_the_model_sees_a_bug(broken: Any) -> None:
    """It must be able to fail: each of these breaks one law."""
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(broken, settings=settings(CHECKS, max_examples=2000))
