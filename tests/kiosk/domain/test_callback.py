"""Asking to be called."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Context, Topic
from kiosk.domain.health import Line, Service
from kiosk.domain.house import Task
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState, Problem
from tests.kiosk.domain.drafts import NOW, PHONE
from tests.kiosk.domain.examples import AMOUNT, CUSTOMER, DRAFT, HOUSE, LINES, WELL, WINDOWS, play, visit

NUMBER = states.NumberWanted(Topic.BILLING, WINDOWS[0], WINDOWS)
NO_LINE = replace(WELL, line=Line.DOWN)
REVIEW = states.CallbackReview(DRAFT, replace(NUMBER, digits=PHONE))
DONE = states.CallbackDone("K07-2222-222M", DRAFT, provisional=True)
TYPED = [events.DigitTyped(digit) for digit in PHONE]


@pytest.mark.requirement("B2")
@pytest.mark.requirement("G1")
@pytest.mark.requirement("O6")
@pytest.mark.parametrize(("line", "provisional"), [(Line.UP, False), (Line.DOWN, True), (Line.UNKNOWN, True)])
def test_a_guest_asks_with_taps_and_digits_alone(line: Line, provisional: bool) -> None:
    """G1, O6: topic, window, number, review, saved; without a line it is called provisional."""
    at, asked = play(
        visit(states.Home(), health=replace(WELL, line=line)),
        events.TaskChosen(Task.CALLBACK),
        events.TopicChosen(Topic.METER),
        events.WindowChosen("soonest"),
        *TYPED,
        events.Confirmed(),
    )
    assert asked == []
    at, asked = play(at, events.Confirmed())
    if line is Line.UP:
        assert asked == [effects.AskOpenCallback(PHONE, Topic.METER, "")]
        at, asked = play(at, events.OpenCallbackTold(Topic.METER, None))
    (saved,) = asked
    assert isinstance(saved, effects.SaveCallback)
    assert (saved.draft.topic, saved.draft.phone, saved.draft.visit) == (Topic.METER, PHONE, "")
    assert saved.draft.window == WINDOWS[0]
    at, asked = play(at, events.CallbackSaved("K07-2222-222M"))
    assert at.state == states.CallbackDone("K07-2222-222M", saved.draft, provisional)
    assert asked == [effects.Push()]


@pytest.mark.requirement("B5")
def test_the_record_holds_the_notice_and_no_consent() -> None:
    """B5, B8: the version of the notice under which the number was given; consent for anything else is off."""
    at, _ = play(visit(replace(NUMBER, digits=PHONE)), events.Confirmed())
    assert isinstance(at.state, states.CallbackReview)
    assert at.state.draft.notice == HOUSE.notice
    assert at.state.draft.promotional_consent is False


@pytest.mark.requirement("B5")
def test_without_a_notice_nothing_is_saved() -> None:
    """B5."""
    unseen = replace(REVIEW, draft=replace(DRAFT, notice=""))
    after, asked = play(visit(unseen), events.Confirmed())
    assert (after.state, asked) == (unseen, [])


def test_who_signed_in_may_be_called_at_the_number_on_file() -> None:
    at, _ = play(visit(NUMBER, customer=CUSTOMER), events.NumberOnFileChosen())
    assert isinstance(at.state, states.CallbackReview)
    assert (at.state.draft.phone, at.state.draft.visit) == ("", "boot.1")


@pytest.mark.parametrize("customer", [None, replace(CUSTOMER, phone=None)])
def test_there_is_no_number_on_file_of_a_guest(customer: object) -> None:
    assert play(visit(NUMBER, customer=customer), events.NumberOnFileChosen())[0].state == NUMBER


@pytest.mark.parametrize("digits", ["", "0912345"])
def test_a_number_too_short_is_told(digits: str) -> None:
    at = visit(replace(NUMBER, digits=digits))
    after, _ = play(at, events.Confirmed())
    assert after.state == replace(NUMBER, digits=digits, problem=Problem.PHONE_INCOMPLETE)
    assert play(after, events.DigitTyped("1"))[0].state == replace(NUMBER, digits=digits + "1")


def test_the_house_decides_what_a_number_is() -> None:
    strict = replace(HOUSE, phone_fits=lambda digits: digits.startswith("09") and len(digits) == 10)
    at = visit(replace(NUMBER, digits="0212345678"), house=strict)
    assert play(at, events.Confirmed())[0].state == replace(
        NUMBER, digits="0212345678", problem=Problem.PHONE_INCOMPLETE
    )


def test_no_number_is_longer_than_numbers_are() -> None:
    after, _ = play(visit(NUMBER), *[events.DigitTyped("1")] * 30)
    assert after.state == replace(NUMBER, digits="1" * 15)
    assert play(after, events.DigitErased())[0].state == replace(NUMBER, digits="1" * 14)
    assert play(after, events.DigitsCleared())[0].state == NUMBER


@pytest.mark.requirement("G1")
def test_a_disk_that_is_full_is_told_and_may_be_tried_again() -> None:
    """G1: nothing is promised that is not on the disk; the number is not typed twice."""
    saving, _ = play(visit(REVIEW, health=NO_LINE), events.Confirmed())
    assert play(saving, events.Confirmed())[1] == []
    after, _ = play(saving, events.CallbackNotSaved("disk full"))
    assert after.state == replace(REVIEW, problem=Problem.NOT_SAVED)
    assert not after.health.store_works
    assert play(after, events.Confirmed())[1] == [effects.SaveCallback(DRAFT, HOUSE.languages[0])]


@pytest.mark.requirement("G3")
def test_what_the_agent_need_not_ask() -> None:
    """G3: way, bill, articles and error ride along."""
    at, _ = play(
        visit(states.FaqList(), error="card_unreadable", last_bill="E1"),
        events.ArticleChosen("article-1"),
        events.CallbackAsked(),
        events.TopicChosen(Topic.BILLING),
        events.WindowChosen("soonest"),
        *TYPED,
        events.Confirmed(),
    )
    assert isinstance(at.state, states.CallbackReview)
    assert at.state.draft.context == Context(
        ("article:article-1", "callback"), "E1", ("article-1",), "card_unreadable"
    )


@pytest.mark.requirement("A3")
@pytest.mark.parametrize(
    "state",
    [
        states.Attract(),
        states.Home(),
        states.CardWanted(Task.PAY),
        states.PinWanted(Task.PAY, "x"),
        states.BillsShown(),
        states.NotPaid(LINES, AMOUNT, "declined"),
        states.FaqSearch("pay"),
        states.Recovered("K", AMOUNT, "in_doubt", NOW),
    ],
    ids=lambda state: type(state).__name__,
)
def test_a_call_may_be_asked_for_from_anywhere(state: states.State) -> None:
    """A3: out of help, out of a refusal, out of an article."""
    assert play(visit(state, overlay=states.Help()), events.CallbackAsked())[0].state == states.TopicWanted()


@pytest.mark.parametrize(
    ("state", "service"),
    [
        (states.Closed(), Service.CLOSED),
        (states.OutOfOrder("fault"), Service.OUT_OF_ORDER),
        (states.OutOfOrder("fault"), Service.OPEN),
        (states.Recovered("K", AMOUNT, "in_doubt", NOW), Service.CLOSED),
        (states.TechnicianPin(), Service.CLOSED),
        (states.TechnicianPin(), Service.OPEN),
        (states.Maintenance(), Service.OPEN),
    ],
    ids=repr,
)
def test_no_call_can_be_asked_for_past_a_closed_door(state: states.State, service: Service) -> None:
    shut = visit(state, health=replace(WELL, service=service))
    after, asked = play(shut, events.CallbackAsked())
    assert (after.state, asked) == (state, [])


def test_back_all_the_way() -> None:
    at = visit(REVIEW)
    for before in (replace(NUMBER, digits=PHONE), None, states.TopicWanted(), states.Home()):
        at, _ = play(at, events.WentBack())
        assert before is None or at.state == before
    assert play(visit(NUMBER), events.WentBack())[0].state == states.WindowWanted(Topic.BILLING, WINDOWS)


def test_a_window_that_was_not_offered_is_not_taken() -> None:
    at = visit(states.WindowWanted(Topic.BILLING, WINDOWS))
    assert play(at, events.WindowChosen("yesterday"))[0].state == at.state


@pytest.mark.requirement("G1")
def test_the_centre_confirms_it() -> None:
    """G1: provisional until the centre has it."""
    assert play(visit(DONE), events.RecordDelivered("K07-other"))[0].state == DONE
    after, _ = play(visit(DONE), events.RecordDelivered(DONE.reference))
    assert after.state == replace(DONE, provisional=False)


def test_paper_or_none() -> None:
    printing, asked = play(visit(DONE), events.PaperChosen(True))
    assert asked == [effects.PrintCallback(DONE.reference, DRAFT, True, HOUSE.languages[0])]
    assert play(printing, events.Confirmed())[0].state == printing.state
    failed, _ = play(printing, events.PaperFinished(DONE.reference, PrintOutcome.PARTIAL))
    assert failed.state == replace(DONE, paper=PaperState.PARTIAL)
    assert len(play(failed, events.PaperChosen(True))[1]) == 1
    none, _ = play(visit(DONE), events.PaperChosen(False))
    assert none.state == replace(DONE, paper=PaperState.NOT_WANTED)
    assert play(none, events.Confirmed())[0].state == states.Home()
