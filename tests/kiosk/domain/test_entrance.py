"""Attract, home, signing in."""

from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import Granted, Locked, Refused, SignInAnswer, Unreachable
from kiosk.domain.audit import Kind
from kiosk.domain.health import Line, Service
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import AMOUNT, CARD, CUSTOMER, GRANT, HOUSE, PIN, WELL, play, visit

NO_LINE = replace(WELL, line=Line.DOWN)
TYPED = [events.DigitTyped(digit) for digit in PIN]
ASKING = states.PinWanted(Task.PAY, CARD, asking=True)


def granted(card: str = CARD) -> events.SignInAnswered:
    return events.SignInAnswered(Granted(CUSTOMER), card)


@pytest.mark.requirement("B1")
@pytest.mark.parametrize(
    ("task", "screen"), [(Task.PAY, states.BillsShown()), (Task.ACCOUNT, states.AccountShown())]
)
def test_card_and_pin_lead_to_the_bills(task: Task, screen: states.State) -> None:
    """B1: the card alone asks nothing of the centre; card and PIN do, and the PIN leaves the visit with the question."""
    at_pin, asked = play(
        visit(), events.Started(), events.TaskChosen(task), events.CardPresented(CARD), *TYPED
    )
    assert asked == []
    asking, asked = play(at_pin, events.Confirmed())
    assert asked == [effects.SignIn(CARD, PIN)]
    assert asking.state == states.PinWanted(task, CARD, asking=True)
    inside, asked = play(asking, granted())
    assert (inside.state, inside.customer) == (screen, CUSTOMER)
    assert asked == [effects.FetchOverview(GRANT), effects.FetchBills(GRANT)]


@pytest.mark.requirement("B1")
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Refused(), Problem.SIGN_IN_REFUSED),
        (Locked(None), Problem.SIGN_IN_LOCKED),
        (Locked(datetime(2026, 11, 23, 15, tzinfo=NOW.tzinfo)), Problem.SIGN_IN_LOCKED),
        (Unreachable(), Problem.LINE_DOWN),
    ],
)
def test_a_wrong_pin_or_card_shows_nothing_and_may_be_tried_again(
    answer: SignInAnswer, problem: Problem
) -> None:
    """B1: nobody is signed in; the digits are gone; a lock is written down."""
    after, asked = play(visit(ASKING), events.SignInAnswered(answer, CARD))
    assert after.state == states.PinWanted(Task.PAY, CARD, problem=problem)
    assert after.customer is None
    assert after.error == problem.value
    audited = [e.entry.kind for e in asked if isinstance(e, effects.WriteAudit)]
    assert audited == ([Kind.SIGN_IN_LOCKED] if isinstance(answer, Locked) else [])
    _, asked = play(after, *TYPED, events.Confirmed())
    assert asked == [effects.SignIn(CARD, PIN)]


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("typed", [0, 3])
def test_a_pin_too_short_is_not_sent(typed: int) -> None:
    """B1."""
    after, asked = play(visit(states.PinWanted(Task.PAY, CARD)), *TYPED[:typed], events.Confirmed())
    assert asked == []
    assert after.state == states.PinWanted(Task.PAY, CARD, PIN[:typed])


def test_digits_are_erased_one_by_one_or_all() -> None:
    at = visit(states.PinWanted(Task.PAY, CARD, "1234"))
    assert play(at, events.DigitErased())[0].state == states.PinWanted(Task.PAY, CARD, "123")
    assert play(at, events.DigitsCleared())[0].state == states.PinWanted(Task.PAY, CARD)
    assert play(at, *[events.DigitTyped("1")] * 20)[0].state == states.PinWanted(Task.PAY, CARD, "12341111")
    assert play(at, events.DigitTyped("x"), events.DigitTyped(""))[0].state == at.state


@pytest.mark.requirement("B1")
@pytest.mark.parametrize(
    "now_at",
    [
        states.PinWanted(Task.PAY, "another card", asking=True),
        states.PinWanted(Task.PAY, CARD),
        states.Home(),
        states.Attract(),
        states.FaqList(),
    ],
    ids=repr,
)
def test_nobody_comes_in_by_an_answer_for_somebody_else(now_at: states.State) -> None:
    """B1: an answer that nobody here waits for, late or for another card, opens nothing; its grant is given back."""
    after, asked = play(visit(now_at), granted())
    assert (after.state, after.customer) == (now_at, None)
    assert asked == [effects.SignOut(GRANT)]


@pytest.mark.requirement("B1")
def test_gone_home_while_the_centre_thinks_then_another_card() -> None:
    """B1: the first card's answer must not sign in whoever holds the second."""
    after, asked = play(
        visit(ASKING),
        events.WentHome(),
        events.TaskChosen(Task.PAY),
        events.CardPresented("another card"),
        *TYPED,
        events.Confirmed(),
        granted(),
    )
    assert after.customer is None
    assert after.state == states.PinWanted(Task.PAY, "another card", asking=True)
    assert asked[-1] == effects.SignOut(GRANT)


@pytest.mark.requirement("A5")
@pytest.mark.parametrize(
    ("task", "screen"),
    [
        (Task.PAY, states.BillsShown(waiting=False, problem=Problem.LINE_DOWN)),
        (Task.ACCOUNT, states.AccountShown(waiting=False, problem=Problem.LINE_DOWN)),
        (Task.FAQ, states.FaqList()),
        (Task.CALLBACK, states.TopicWanted()),
    ],
)
def test_without_a_line_it_is_said_before_a_card_is_asked_for(task: Task, screen: states.State) -> None:
    """A5: what needs the centre says why not; the rest works."""
    after, asked = play(visit(states.Home(), health=NO_LINE), events.TaskChosen(task))
    assert (after.state, asked) == (screen, [])


def test_a_card_held_to_the_reader_unasked_says_enough() -> None:
    for state in (states.Attract(), states.Home(), states.Recovered("K", AMOUNT, "approved", NOW)):
        assert play(visit(state), events.CardPresented(CARD))[0].state == states.PinWanted(Task.ACCOUNT, CARD)
    only_pay = replace(HOUSE, tasks=(Task.PAY,))
    assert play(visit(house=only_pay), events.CardPresented(CARD))[0].state == states.PinWanted(
        Task.PAY, CARD
    )
    no_use = visit(house=replace(HOUSE, tasks=(Task.FAQ,)))
    assert play(no_use, events.CardPresented(CARD))[0].state == states.Attract()
    assert play(visit(health=NO_LINE), events.CardPresented(CARD))[0].state == states.AccountShown(
        waiting=False, problem=Problem.LINE_DOWN
    )


def test_an_unreadable_card_is_told_where_a_card_was_asked_for() -> None:
    wanted = states.CardWanted(Task.PAY)
    after, _ = play(visit(wanted), events.CardUnreadable())
    assert after.state == replace(wanted, problem=Problem.CARD_UNREADABLE)
    assert play(after, events.CardPresented(CARD))[0].state == states.PinWanted(Task.PAY, CARD)
    assert play(visit(states.Home()), events.CardUnreadable())[0].state == states.Home()


def test_back_from_pin_to_card_to_home() -> None:
    after, _ = play(visit(states.PinWanted(Task.PAY, CARD, "12")), events.WentBack())
    assert after.state == states.CardWanted(Task.PAY)
    assert play(after, events.WentBack())[0].state == states.Home()


@pytest.mark.requirement("A7")
def test_signed_in_once_is_signed_in_for_every_task() -> None:
    """A7."""
    after, asked = play(visit(states.Home(), customer=CUSTOMER), events.TaskChosen(Task.PAY))
    assert after.state == states.BillsShown()
    assert asked == [effects.FetchBills(GRANT)]


@pytest.mark.requirement("A1")
@pytest.mark.parametrize("touch", [events.Started(), events.CardPresented(CARD), events.WentHome()], ids=repr)
def test_a_closed_kiosk_that_recovered_a_payment_stays_closed(touch: events.Event) -> None:
    """A1: a power cut in mid-payment does not open what a technician had closed."""
    closed = replace(WELL, service=Service.CLOSED)
    told = visit(states.Recovered("K", AMOUNT, "approved", NOW), health=closed)
    assert play(told, touch)[0].state == states.Closed()
