"""A card that is forgotten, torn out, kept, stuck, or one of two: what is said and written, and that the visit ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.card import INCIDENTS, CardMove
from kiosk.domain.effects import GiveCardBack, SignOut, WriteAudit
from kiosk.domain.health import Service
from kiosk.domain.house import Task
from kiosk.domain.states import Problem, Stage
from kiosk.domain.states.cards import TAKE_TIME
from kiosk.domain.visit import Visit
from tests.kiosk.domain.examples import AMOUNT, CARD, CUSTOMER, LINES, NOW, WELL, a_payment, play, visit

PAYING = states.Paying(LINES, AMOUNT, Stage.INSERT_CARD, a_payment())
TELLING = tuple(move for move in CardMove if move in INCIDENTS)
HELD = events.CardMoved(CardMove.HELD)


def incident(what: str, step: str) -> WriteAudit:
    return WriteAudit(Entry(Kind.CARD_INCIDENT, {"what": what, "step": step}))


def holding(state: states.State) -> Visit:
    return visit(state, customer=CUSTOMER, card_in=True)


@pytest.mark.requirement("X9")
@pytest.mark.parametrize("out", [events.Ended(), events.Ticked(NOW + timedelta(days=1))], ids=repr)
def test_at_the_end_of_a_visit_the_card_is_given_back_and_asked_to_be_taken(out: events.Event) -> None:
    """X9: left behind: the visit is wiped at once, the card is not."""
    at, _ = play(visit(states.Home()), HELD)
    at = replace(at, customer=CUSTOMER, overlay=states.IdleWarning(NOW))
    after, asked = play(at, out)
    assert isinstance(after.state, states.CardToTake)
    assert (after.customer, after.card_in) == (None, True)
    assert {GiveCardBack(), SignOut(CUSTOMER.grant)} <= set(asked)


@pytest.mark.requirement("X9")
def test_a_card_that_was_taken_lets_the_screen_rest() -> None:
    """X9."""
    shown = visit(states.CardToTake(NOW + TAKE_TIME), card_in=True)
    after, asked = play(shown, events.CardMoved(CardMove.TAKEN))
    assert (after.state, after.card_in, asked) == (states.Attract(), False, [])
    shut = replace(WELL, service=Service.CLOSED)
    assert play(replace(shown, health=shut), events.CardMoved(CardMove.TAKEN))[0].state == states.Closed()


@pytest.mark.requirement("X9")
def test_a_card_that_nobody_takes_is_written_down() -> None:
    """X9: a reader that can keep it says so; on one that cannot, it lies there, and the screen goes back to rest."""
    shown = visit(states.CardToTake(NOW + TAKE_TIME), card_in=True)
    kept, asked = play(shown, events.CardMoved(CardMove.RETAINED))
    assert isinstance(kept.state, states.CardTold)
    assert (kept.state.move, kept.card_in) == (CardMove.RETAINED, False)
    assert asked == [incident("retained", "CardToTake")]
    early, _ = play(shown, events.Ticked(NOW + TAKE_TIME - timedelta(seconds=1)))
    assert isinstance(early.state, states.CardToTake)
    left, asked = play(shown, events.Ticked(NOW + TAKE_TIME))
    assert (left.state, left.card_in, asked) == (states.Attract(), True, [incident("left", "CardToTake")])


@pytest.mark.requirement("X9")
@pytest.mark.parametrize(
    "state", [states.Home(), states.AccountShown(), states.BillsShown(), states.PinWanted(Task.PAY, CARD)]
)
def test_a_card_torn_out_ends_the_visit(state: states.State) -> None:
    """X9: pulled: nothing of the customer stays for whoever comes next."""
    after, asked = play(holding(state), events.CardMoved(CardMove.PULLED))
    assert isinstance(after.state, states.CardTold)
    assert (after.customer, after.card_in, after.id) == (None, False, "boot.2")
    assert SignOut(CUSTOMER.grant) in asked
    assert incident("pulled", type(state).__name__) in asked


@pytest.mark.requirement("X9")
@pytest.mark.requirement("X35")
def test_a_card_torn_out_in_mid_payment_ends_the_visit_behind_it() -> None:
    """X9, X35: money first, then its result is read, then the visit ends."""
    during, asked = play(holding(PAYING), events.CardMoved(CardMove.PULLED))
    assert (type(during.state), during.customer) == (states.Paying, CUSTOMER)
    assert asked == [incident("pulled", "Paying")]
    result = replace(during, state=states.NotPaid(LINES, AMOUNT, "declined"))
    assert play(result, events.Ticked(NOW))[0].state == result.state
    after, asked = play(result, events.WentHome())
    assert isinstance(after.state, states.CardTold)
    assert (after.customer, after.card_trouble) == (None, None)
    assert SignOut(CUSTOMER.grant) in asked


@pytest.mark.requirement("X9")
@pytest.mark.parametrize(
    ("move", "problem"),
    [
        (CardMove.PULLED, Problem.CARD_PULLED),
        (CardMove.COLLIDED, Problem.CARDS_TOGETHER),
        (CardMove.RETAINED, Problem.CARD_KEPT),
    ],
)
def test_where_a_card_is_asked_for_it_is_said_there(move: CardMove, problem: Problem) -> None:
    """X9: collided: one tries again at once."""
    after, asked = play(visit(states.CardWanted(Task.PAY)), events.CardMoved(move))
    assert after.state == states.CardWanted(Task.PAY, problem)
    assert asked == [incident(move.value, "CardWanted")]
    assert play(after, events.CardPresented(CARD))[0].state == states.PinWanted(Task.PAY, CARD)


@pytest.mark.requirement("X9")
@pytest.mark.parametrize("move", TELLING)
@pytest.mark.parametrize("state", [states.Attract(), states.Home()], ids=lambda state: type(state).__name__)
def test_where_nobody_is_it_is_said_for_a_while(move: CardMove, state: states.State) -> None:
    """X9."""
    told, asked = play(visit(state), events.CardMoved(move))
    assert isinstance(told.state, states.CardTold)
    assert asked == [incident(move.value, type(state).__name__)]
    assert play(told, events.Started())[0].state == states.Home()
    assert play(told, events.Ticked(told.state.until))[0].state == states.Attract()


def test_two_cards_beside_a_task_disturb_nobody() -> None:
    at = holding(states.BillsShown())
    after, asked = play(at, events.CardMoved(CardMove.COLLIDED))
    assert (after.state, after.customer) == (at.state, CUSTOMER)
    assert asked == [incident("collided", "BillsShown")]


def test_a_stuck_card_ends_the_visit_and_is_not_asked_to_be_taken() -> None:
    after, _ = play(holding(states.Home()), events.CardMoved(CardMove.STUCK))
    assert isinstance(after.state, states.CardTold)
    assert (after.state.move, after.card_in) == (CardMove.STUCK, False)


@pytest.mark.parametrize(
    "state", [states.Closed(), states.AccountShown(), states.FaqList()], ids=lambda s: type(s).__name__
)
def test_a_card_that_nobody_wanted_is_given_back(state: states.State) -> None:
    shut = replace(WELL, service=Service.CLOSED) if isinstance(state, states.Closed) else WELL
    at, _ = play(visit(state, health=shut), HELD)
    after, asked = play(at, events.CardPresented(CARD))
    assert asked == [GiveCardBack()]
    assert type(after.state) is type(state)


def test_who_goes_back_to_present_another_card_gets_the_first_one() -> None:
    at, _ = play(visit(states.CardWanted(Task.PAY)), HELD, events.CardPresented(CARD))
    back, asked = play(at, events.WentBack())
    assert (back.state, asked) == (states.CardWanted(Task.PAY), [GiveCardBack()])


def test_a_card_offered_while_nobody_is_here_is_shown() -> None:
    """After a start it comes out by itself, or it was put into a closed kiosk."""
    for state in (states.Attract(), states.OutOfOrder("fault")):
        after, _ = play(visit(state, card_in=True), events.CardMoved(CardMove.OFFERED))
        assert isinstance(after.state, states.CardToTake)
    at = visit(states.CardWanted(Task.PAY), card_in=True)
    assert play(at, events.CardMoved(CardMove.OFFERED))[0].state == at.state


def test_without_a_card_in_the_reader_nothing_is_given_back() -> None:
    _, asked = play(visit(states.Home(), customer=CUSTOMER), events.Ended())
    assert GiveCardBack() not in asked
    assert isinstance(asked[0], effects.ForgetVisit)


def test_a_technicians_test_of_the_reader_gives_the_card_back() -> None:
    from kiosk.domain.upkeep import Check

    checks = visit(states.Checks(states.Maintenance(), Check.READER), card_in=True)
    assert GiveCardBack() in play(checks, events.CardPresented(CARD))[1]
