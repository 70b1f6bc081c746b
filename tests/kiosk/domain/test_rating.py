"""How was it: now and then, once, after the paper; a low answer opens ways on."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Topic
from kiosk.domain.case import CaseKind, Complaint, ComplaintTopic
from kiosk.domain.house import Task
from kiosk.domain.payment import Approved
from kiosk.domain.states import PaperState
from tests.kiosk.domain.drafts import COMPLAINT, ZH
from tests.kiosk.domain.examples import DRAFT, HOUSE, a_payment, a_slip, play, visit

ASKING = replace(HOUSE, rating_every=1)
PAID = states.Paid(a_payment(), Approved(a_slip()), paper=PaperState.CONFIRMED)
WANTED = states.RatingWanted("payment")


@pytest.mark.requirement("I1")
def test_it_is_asked_after_the_task_and_its_paper() -> None:
    """I1: never while the paper is still coming."""
    at, _ = play(visit(PAID, house=ASKING), events.Confirmed())
    assert at.state == WANTED
    printing = replace(PAID, paper=PaperState.PRINTING)
    assert play(visit(printing, house=ASKING), events.Confirmed())[0].state == printing


@pytest.mark.requirement("I1")
@pytest.mark.parametrize(("number", "asked"), [(1, False), (2, False), (3, True), (4, False), (6, True)])
def test_only_every_so_manyth_visit_is_asked(number: int, asked: bool) -> None:
    """I1: sampled, by the visit's number."""
    at = replace(visit(PAID, house=replace(HOUSE, rating_every=3)), id=f"boot.{number}")
    assert isinstance(play(at, events.Confirmed())[0].state, states.RatingWanted) is asked


@pytest.mark.requirement("I1")
def test_nobody_is_asked_twice_in_one_visit() -> None:
    """I1."""
    at, _ = play(visit(PAID, house=ASKING), events.Confirmed(), events.Rated(5))
    assert at.state == states.Home()
    done = replace(at, state=states.CallbackDone("K07-2222-222M", DRAFT, False, PaperState.NOT_WANTED))
    assert play(done, events.Confirmed())[0].state == states.Home()
    assert not at.wiped("boot.2").asked_rating


@pytest.mark.requirement("I1")
def test_who_complained_is_not_asked_how_it_was() -> None:
    """I1."""
    done = states.CaseDone("K07-2222-222M", COMPLAINT, False, PaperState.NOT_WANTED)
    assert play(visit(done, house=ASKING), events.Confirmed())[0].state == states.Home()


@pytest.mark.requirement("I1")
def test_skipping_is_one_tap_and_leaves_nothing() -> None:
    """I1."""
    assert play(visit(WANTED), events.Confirmed()) == (visit(states.Home()), [])


@pytest.mark.requirement("I1")
@pytest.mark.parametrize("score", [3, 4, 5])
def test_one_tap_rates(score: int) -> None:
    """I1: the score and the task, and nothing of who it was."""
    after, asked = play(visit(WANTED), events.Rated(score))
    assert after.state == states.Home()
    assert asked == [effects.SaveRating(score, "payment", ZH), effects.Push()]
    assert play(visit(WANTED), events.Rated(6)) == (visit(WANTED), [])


@pytest.mark.requirement("I2")
@pytest.mark.parametrize("score", [1, 2])
def test_a_low_rating_opens_ways_on_that_are_prepared(score: int) -> None:
    """I2: a call and a complaint, each already about what was rated."""
    regret, asked = play(visit(WANTED), events.Rated(score))
    assert regret.state == states.Regret("payment")
    assert asked[0] == effects.SaveRating(score, "payment", ZH)
    call, _ = play(regret, events.CallbackAsked())
    assert isinstance(call.state, states.WindowWanted)
    assert call.state.topic is Topic.PAYMENT
    complaint, _ = play(regret, events.KindChosen(CaseKind.COMPLAINT))
    assert complaint.state == states.PickWanted(Complaint(topic=ComplaintTopic.PAYMENT), "wish")
    assert play(regret, events.Confirmed())[0].state == states.Home()


@pytest.mark.requirement("A2")
def test_what_is_switched_off_is_no_way_on_either() -> None:
    """A2."""
    bare = replace(HOUSE, tasks=(Task.PAY,))
    regret = visit(states.Regret("payment"), house=bare)
    assert play(regret, events.CallbackAsked())[0].state == regret.state
    assert play(regret, events.KindChosen(CaseKind.COMPLAINT))[0].state == regret.state
