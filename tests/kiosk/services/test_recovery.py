"""What a break left open, beside the money: several at once, a full disk, a lane that takes nothing, old ones."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.money import Money
from kiosk.domain.payment import Declined, Mark, Payment
from tests.kiosk.domain.examples import AMOUNT, LINES
from tests.kiosk.fakes import TERMINAL_ID
from tests.kiosk.windowless import Kiosk


def ask(kiosk: Kiosk, amount: Money = AMOUNT) -> Payment:
    """For bills of its own, as each customer has."""
    mark = kiosk.terminal.prepare()
    bills = tuple(replace(line, bill=f"{line.bill}-{uuid.uuid4()}") for line in LINES)
    rest = (amount, mark, False, kiosk.house.languages[0], kiosk.clock.now())
    payment = kiosk.world.payments.ask(bills, *rest)
    assert payment is not None
    return payment


@pytest.mark.requirement("E2")
def test_several_open_payments_are_settled_one_by_one(kiosk: Kiosk) -> None:
    """E2: a chain of breaks; each gets its own answer, oldest first, and one audit line sums up."""
    ask(kiosk)
    kiosk.clock.step(1)
    ask(kiosk)
    kiosk.clock.step(1)
    third = ask(kiosk)
    kiosk.terminal.charge(AMOUNT, lambda stage: None)
    after = kiosk.killed().start()
    assert after.outcomes() == ["in_doubt", "in_doubt", "approved"]
    assert after.at(states.Recovered).reference == third.reference
    assert after.audited().count("recovery.ended") == 1
    after.store.close()


@pytest.mark.requirement("E2")
def test_each_open_payment_knows_where_the_terminal_stood_when_the_next_was_asked(kiosk: Kiosk) -> None:
    """E2: also when the next one is settled long since; so its transaction is never taken for this payment's."""
    first = ask(kiosk)
    kiosk.terminal.charge(AMOUNT, lambda stage: None)
    second = ask(kiosk)
    kiosk.world.payments.decide(second, Declined(), False, kiosk.clock.now())
    (left,) = kiosk.world.payments.open()
    assert (left.id, left.later) == (first.id, Mark(TERMINAL_ID, 138, 138))
    assert second.later is None


def test_a_break_of_yesterday_is_settled_without_a_word_to_who_comes_in_the_morning(kiosk: Kiosk) -> None:
    ask(kiosk)
    kiosk.clock.step(timedelta(hours=14).total_seconds())
    after = kiosk.killed().start()
    assert after.outcomes() == ["cancelled"]
    assert after.state == states.Attract()
    after.store.close()


def test_nothing_open_is_no_news(kiosk: Kiosk) -> None:
    assert kiosk.state == states.Attract()
    assert not kiosk.visit.health.recovering
    assert "recovery.ended" not in kiosk.audited()


def test_a_disk_that_cannot_be_read_or_written_is_tried_again_when_it_works(kiosk: Kiosk) -> None:
    ask(kiosk)
    kiosk.disk.full = True
    kiosk.recovery.begin()
    kiosk.run()
    works = [kiosk.visit.health.store_works]
    assert kiosk.outcomes() == []
    kiosk.disk.full = False
    kiosk.wait(6)
    assert [*works, kiosk.visit.health.store_works] == [False, True]
    assert kiosk.outcomes() == ["cancelled"]


@pytest.mark.parametrize("lane", ["records", "terminal"])
def test_a_lane_that_takes_nothing_does_not_stop_the_kiosk_from_ever_taking_money(
    kiosk: Kiosk, lane: str
) -> None:
    """A full inbox ends the run; the next one begins anew."""
    ask(kiosk)
    kiosk.lanes[lane]._limit = 0
    kiosk.recovery.begin()
    kiosk.run()
    kiosk.lanes[lane]._limit = 200
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.outcomes() == ["cancelled"]


def test_a_bug_in_a_run_does_not_end_recovery_for_good(kiosk: Kiosk) -> None:
    ask(kiosk)
    kiosk.terminal.inquire = None  # type: ignore[assignment, method-assign]
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.bugs
    del kiosk.terminal.inquire
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.outcomes() == ["cancelled"]
    assert not kiosk.visit.health.recovering


def test_begun_twice_asks_once(kiosk: Kiosk) -> None:
    ask(kiosk)
    before = kiosk.terminal.inquiries
    kiosk.recovery.begin()
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.terminal.inquiries == before + 1


@pytest.mark.requirement("E2")
def test_a_fresh_doubt_is_asked_about_again_but_not_beside_a_charge(kiosk: Kiosk) -> None:
    """E2: a minute later; while somebody pays it waits; and it is told to nobody twice."""
    ask(kiosk)
    kiosk.terminal.silent = 5
    kiosk.recovery.begin()
    for _ in range(5):
        kiosk.wait(2)
    assert kiosk.outcomes() == ["in_doubt"]
    told = kiosk.audited().count("recovery.ended")
    asked = kiosk.terminal.inquiries
    kiosk.sign_in(Task.PAY)
    kiosk.lanes["network"].stuck = True
    kiosk.choose_and_pay().wait(61)
    kiosk.at(states.Paying)
    assert kiosk.terminal.inquiries == asked
    kiosk.terminal.silent = 1
    kiosk.touch(events.Cancelled()).wait(2)
    assert kiosk.terminal.inquiries == asked + 2
    assert (kiosk.outcomes(), kiosk.terminal.asked) == (["in_doubt", "cancelled"], 0)
    assert kiosk.audited().count("recovery.ended") == told + 1


def test_the_first_transaction_a_terminal_ever_makes(kiosk: Kiosk) -> None:
    assert kiosk.terminal.prepare() == Mark(TERMINAL_ID, None, None)
    ask(kiosk)
    kiosk.terminal.charge(AMOUNT, lambda stage: None)
    assert kiosk.killed().start().outcomes() == ["approved"]


def test_a_customer_at_the_panel_is_not_interrupted_by_a_recovery(kiosk: Kiosk) -> None:
    ask(kiosk)
    kiosk.touch(events.Started())
    kiosk.recovery.begin()
    kiosk.run()
    assert kiosk.state == states.Home()
