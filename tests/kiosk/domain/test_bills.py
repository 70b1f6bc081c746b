"""What is owed, what to pay of it, the last look."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.house import Task
from kiosk.domain.money import Money
from kiosk.domain.states import Problem, Refusal
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import AMOUNT, BILLS, CUSTOMER, GRANT, HOUSE, LINES, WELL, bill, play, visit

SHOWN = states.BillsShown(BILLS, as_of=NOW, waiting=False)
CHOSEN = replace(SHOWN, chosen=frozenset({"E1", "W1"}))
REVIEW = states.Review(LINES, AMOUNT, CHOSEN, NOW)


@pytest.mark.requirement("D1")
@pytest.mark.parametrize("screen", [states.BillsShown, states.AccountShown])
def test_bills_are_shown_with_the_time_they_hold_for(screen: type[states.BillsShown]) -> None:
    """D1."""
    after, asked = play(visit(screen(), customer=CUSTOMER), events.BillsFetched(BILLS, NOW))
    assert after.state == screen(BILLS, as_of=NOW, waiting=False)
    assert asked == []
    again, _ = play(after, events.BillsFetched((), None))
    assert again.state == after.state


@pytest.mark.requirement("D1")
@pytest.mark.requirement("G3")
@pytest.mark.parametrize("screen", [states.BillsShown, states.AccountShown])
def test_no_answer_is_told_and_rides_along_with_a_callback(screen: type[states.BillsShown]) -> None:
    """D1: no old figures; G3: the agent is told which error was met."""
    after, _ = play(visit(screen(), customer=CUSTOMER), events.BillsFetched(None))
    assert after.state == screen(waiting=False, problem=Problem.LINE_DOWN)
    assert after.error == "line_down"


@pytest.mark.parametrize(
    ("screen", "task"), [(states.BillsShown(), Task.PAY), (states.AccountShown(), Task.ACCOUNT)]
)
def test_a_grant_that_ran_out_asks_for_the_card_again(screen: states.State, task: Task) -> None:
    after, _ = play(visit(screen, customer=CUSTOMER), events.BillsFetched(None, reason="bad_grant"))
    assert (after.state, after.customer) == (states.CardWanted(task), None)


@pytest.mark.accessibility("ERR-02")
@pytest.mark.requirement("E1")
def test_choose_review_and_pay() -> None:
    """E1: nothing is asked of anybody before the second confirmation."""
    start = visit(SHOWN, customer=CUSTOMER)
    at_review, asked = play(start, events.BillToggled("W1"), events.BillToggled("E1"), events.Confirmed())
    assert at_review.state == REVIEW
    assert asked == []
    paying, asked = play(at_review, events.Confirmed())
    assert paying.state == states.Paying(LINES, AMOUNT, states.Stage.CHECKING_BILLS)
    assert asked == [effects.CheckBills(GRANT, ("E1", "W1"), tuple(line.amount for line in LINES))]
    twice, asked = play(paying, events.Confirmed())
    assert (twice.state, asked) == (paying.state, [])


def test_a_bill_is_chosen_and_left_out_again() -> None:
    once, _ = play(visit(SHOWN), events.BillToggled("E1"))
    assert once.state == replace(SHOWN, chosen=frozenset({"E1"}))
    assert play(once, events.BillToggled("E1"))[0].state == SHOWN
    assert play(once, events.BillToggled("somebody else's"))[0].state == once.state


def test_nothing_chosen_is_told() -> None:
    after, _ = play(visit(SHOWN), events.Confirmed())
    assert after.state == replace(SHOWN, problem=Problem.NOTHING_CHOSEN)
    assert play(after, events.BillToggled("E1"))[0].state == replace(SHOWN, chosen=frozenset({"E1"}))


@pytest.mark.requirement("E7")
def test_more_than_the_cap_is_refused_before_anything_is_asked() -> None:
    """E7."""
    capped = visit(CHOSEN, house=replace(HOUSE, cap=Money(AMOUNT.minor - 1)))
    after, asked = play(capped, events.Confirmed())
    assert after.state == states.NotPaid(LINES, AMOUNT, Refusal.OVER_CAP.value)
    assert asked == []
    exact = visit(CHOSEN, house=replace(HOUSE, cap=AMOUNT))
    assert play(exact, events.Confirmed())[0].state == REVIEW


@pytest.mark.requirement("E2")
def test_nobody_pays_while_a_break_is_being_settled() -> None:
    """E2: an inquiry and a charge must not meet at the terminal."""
    busy = visit(REVIEW, customer=CUSTOMER, health=replace(WELL, recovering=True))
    after, asked = play(busy, events.Confirmed())
    assert after.state == states.NotPaid(LINES, AMOUNT, Refusal.TERMINAL.value)
    assert asked == []


def test_back_keeps_what_was_chosen() -> None:
    assert play(visit(REVIEW), events.WentBack())[0].state == CHOSEN
    assert play(visit(CHOSEN), events.WentBack())[0].state == states.Home()
    assert play(visit(states.AccountShown()), events.WentBack())[0].state == states.Home()


@pytest.mark.requirement("E5")
@pytest.mark.parametrize("way", [events.Confirmed(), events.WentBack()], ids=repr)
def test_after_a_refusal_the_bills_are_fetched_anew(way: events.Event) -> None:
    """E5: money was not taken; the ways on are the bills as they are now, home, a person."""
    refused = visit(states.NotPaid(LINES, AMOUNT, "declined"), customer=CUSTOMER)
    after, asked = play(refused, way)
    assert after.state == states.BillsShown()
    assert asked == [effects.FetchBills(GRANT)]
    assert play(refused, events.WentHome())[0].state == states.Home()
    assert play(refused, events.CallbackAsked())[0].state == states.TopicWanted()


def test_from_the_account_to_paying_only_where_paying_is_a_task() -> None:
    shown = states.AccountShown(BILLS, NOW, waiting=False)
    assert play(visit(shown, customer=CUSTOMER), events.Confirmed())[0].state == SHOWN
    no_pay = visit(shown, customer=CUSTOMER, house=replace(HOUSE, tasks=(Task.ACCOUNT,)))
    assert play(no_pay, events.Confirmed())[0].state == shown


def test_overdue_days() -> None:
    due = bill("E1", due=date(2026, 11, 17))
    assert due.days_overdue(date(2026, 11, 20)) == 3
    assert due.days_overdue(date(2026, 11, 17)) == 0
    assert due.days_overdue(date(2026, 11, 1)) == 0


@pytest.mark.requirement("G3")
def test_the_bill_at_hand_is_remembered_for_the_agent() -> None:
    """G3."""
    after, _ = play(visit(CHOSEN), events.WentHome())
    assert after.bill == "E1"
    assert play(visit(replace(SHOWN)), events.WentHome())[0].bill == ""
