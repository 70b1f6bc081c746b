"""Floor staff continue the same visit at the same step, and after three errors other ways are offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import Refused, Unreachable
from kiosk.domain.assist import Assisted, need_of, typed_on
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.callback import Topic
from kiosk.domain.effects import Effect, Push, WriteAudit
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Service
from kiosk.domain.house import Task
from kiosk.domain.states import State
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import (
    AMOUNT,
    CARD,
    HOUSE,
    LINES,
    TECHNICIAN_PIN,
    WELL,
    WINDOWS,
    play,
    tick,
    visit,
)

STAFFED = replace(HOUSE, assist=True)
STAFF = "2041"
TYPING = states.PinWanted(Task.PAY, CARD, "48")
TYPED_IN: tuple[Event, ...] = (
    *map(events.DigitTyped, STAFF),
    events.Confirmed(),
    *map(events.DigitTyped, TECHNICIAN_PIN),
    events.Confirmed(),
)


def at(state: State = TYPING, **more: object) -> Visit:
    return visit(state, **{"house": STAFFED, **more})


def helped(state: State = TYPING) -> Visit:
    return play(at(state), events.AssistAsked(), *TYPED_IN, events.AssistGranted(STAFF))[0]


def notes(asked: list[Effect]) -> list[Entry]:
    return [effect.entry for effect in asked if isinstance(effect, WriteAudit)]


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("way_in", [events.AssistAsked(), events.MaintenanceGestured()])
def test_staff_come_to_the_step_and_leave_it_as_it_is(way_in: Event) -> None:
    """A6: number and PIN over the customer's own step; what was typed stays; each help is audited with the number."""
    before = at()
    door, asked = play(before, way_in, *TYPED_IN)
    assert asked == [effects.CheckAssistant(STAFF, TECHNICIAN_PIN)]
    assert TECHNICIAN_PIN not in str(door)
    inside, asked = play(door, events.AssistGranted(STAFF))
    assert (inside.state, inside.overlay, inside.id) == (TYPING, states.Assist(STAFF), before.id)
    began = Entry(Kind.ASSIST_BEGAN, {"staff": STAFF, "step": "PinWanted"})
    assert asked == [WriteAudit(began), Push()]
    after, asked = play(inside, events.AssistEnded(Assisted.EXPLAINED))
    assert (after.state, after.overlay, after.id) == (TYPING, None, before.id)
    assert notes(asked) == [
        Entry(Kind.ASSIST_ENDED, {"staff": STAFF, "step": "PinWanted", "how": "explained"})
    ]


@pytest.mark.requirement("A6")
def test_the_customer_goes_on_with_what_was_typed() -> None:
    """A6: the same visit at the same step."""
    after, _ = play(helped(), events.AssistEnded(Assisted.EXPLAINED), *map(events.DigitTyped, "2913"))
    _, asked = play(after, events.Confirmed())
    assert asked == [effects.SignIn(CARD, "482913")]


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("kind", members(State))
def test_nothing_below_is_touched_while_staff_are_there(kind: type) -> None:
    """A6: no finger, card or code reaches the step below; nothing is ever charged or saved from there."""
    for state in examples(kind)[:8]:
        over = at(state, overlay=states.Assist(STAFF))
        for event in (events.Confirmed(), events.CardPresented(CARD), events.CodeScanned("x"), events.WentHome(),
                      events.Ended(), events.HelpAsked(), events.DigitTyped("1"), events.WentBack()):  # fmt: skip
            after, asked = play(over, event)
            assert (after.state, after.overlay, asked) == (state, states.Assist(STAFF), [])


@pytest.mark.requirement("A6")
def test_staff_never_come_to_money_paper_or_a_record_under_way() -> None:
    """A6: nor to where no customer is, nor where no staff have PINs."""
    for state in (s for kind in members(State) for s in examples(kind)):
        for way_in in (events.AssistAsked(), events.MaintenanceGestured()):
            after, _ = play(at(state), way_in)
            if is_committing(at(state)) or type(state).__name__ in NOT_FOR_STAFF:
                assert not isinstance(after.overlay, states.AssistPin), state
    assert play(at(), events.AssistAsked())[0].overlay == states.AssistPin()
    assert play(visit(TYPING), events.AssistAsked())[0].overlay is None
    shut = replace(WELL, service=Service.CLOSED)
    assert play(at(states.TechnicianPin(), health=shut), events.AssistAsked())[0].overlay is None


NOT_FOR_STAFF = {"Attract", "Closed", "OutOfOrder", "Recovered", "TechnicianPin", "Maintenance", "Checks",
                 "TouchTest", "QueueShown", "LogsShown", "Cleaning", "Paying"}  # fmt: skip


@pytest.mark.requirement("A6")
def test_a_wrong_pin_opens_nothing_and_is_written_down() -> None:
    """A6: the tries are the store's to count; locked is said with its time."""
    door, asked = play(at(), events.AssistAsked(), *TYPED_IN, events.AssistRefused(None))
    assert isinstance(door.overlay, states.AssistPin)
    assert (door.overlay.problem, door.overlay.staff) == (states.Problem.PIN_WRONG, STAFF)
    assert Entry(Kind.ASSIST_REFUSED, {"locked": "no"}) in notes(asked)
    again, _ = play(door, *map(events.DigitTyped, TECHNICIAN_PIN), events.Confirmed())
    locked, asked = play(again, events.AssistRefused(NOW + timedelta(minutes=15)))
    assert isinstance(locked.overlay, states.AssistPin)
    assert locked.overlay.problem is states.Problem.PIN_LOCKED
    assert notes(asked) == [Entry(Kind.ASSIST_REFUSED, {"locked": "yes"})]


@pytest.mark.requirement("A6")
@pytest.mark.parametrize(
    "overlay",
    [None, states.AssistPin(), states.AssistPin("77", checking=True), states.AssistPin(STAFF, at_pin=True)],
)
def test_an_answer_that_nobody_asked_for_opens_nothing(overlay: states.Overlay | None) -> None:
    """A6: only the number that was checked comes in."""
    after, _ = play(at(overlay=overlay), events.AssistGranted(STAFF))
    assert not isinstance(after.overlay, states.Assist)


@pytest.mark.requirement("A6")
def test_staff_lengthen_the_time() -> None:
    """A6: for five minutes no warning comes; then the usual time counts again."""
    longer, asked = play(helped(), events.TimeGiven(), events.AssistEnded(Assisted.EXPLAINED))
    assert Entry(Kind.ASSIST_LENGTHENED, {"staff": STAFF}) in notes(asked)
    assert play(longer, tick(299))[0].overlay is None
    assert isinstance(play(longer, tick(300))[0].overlay, states.IdleWarning)
    assert isinstance(play(at(), tick(120))[0].overlay, states.IdleWarning)


@pytest.mark.requirement("A6")
def test_staff_who_went_away_leave_no_panel_open() -> None:
    """A6: the panel closes with the idle time, is written down, and the customer is warned as ever."""
    gone, asked = play(helped(), tick(120))
    assert gone.overlay is None
    assert [entry.fields["how"] for entry in notes(asked)] == ["timeout"]
    assert isinstance(play(gone, tick(121))[0].overlay, states.IdleWarning)


@pytest.mark.requirement("A6")
def test_an_answer_below_does_not_close_the_panel_and_a_bug_does() -> None:
    """A6: what was asked before staff came is answered below them; whatever ends the help is written down."""
    asking = replace(TYPING, digits="", asking=True)
    refused, asked = play(helped(asking), events.SignInAnswered(Refused(), CARD))
    assert (refused.overlay, notes(asked)) == (states.Assist(STAFF), [])
    _, asked = play(refused, events.Broke("somewhere"))
    assert [e.fields["how"] for e in notes(asked) if e.kind is Kind.ASSIST_ENDED] == ["visit_over"]


def test_what_a_step_needs() -> None:
    """Counts, never what was typed."""
    assert (need_of(TYPING).value, typed_on(TYPING)) == ("secret", 2)
    assert (need_of(states.Home()).value, typed_on(states.Home())) == ("choice", None)
    assert need_of(states.Review(LINES, AMOUNT, None)).value == "check"


# --- three errors in one field ----------------------------------------------------------------------


def wrong_pin(before: Visit, times: int) -> tuple[Visit, list[Effect]]:
    answer = events.SignInAnswered(Refused(), CARD)
    typed: tuple[Event, ...] = (*map(events.DigitTyped, "1111"), events.Confirmed(), answer)
    return play(before, *typed * times)


@pytest.mark.requirement("A6")
def test_help_is_offered_after_three_errors_in_one_field() -> None:
    """A6: not after two; once; and what is on the screen stays."""
    start = visit(states.PinWanted(Task.PAY, CARD))
    twice, asked = wrong_pin(start, 2)
    assert (twice.overlay, notes(asked)) == (None, [])
    thrice, asked = wrong_pin(twice, 1)
    assert thrice.overlay == states.HelpOffered()
    assert isinstance(thrice.state, states.PinWanted)
    assert notes(asked) == [Entry(Kind.HELP_OFFERED, {"step": "PinWanted"})]
    again, _ = play(thrice, events.OverlayClosed())
    assert wrong_pin(again, 2)[0].overlay is None


@pytest.mark.requirement("A6")
def test_errors_in_another_field_begin_anew() -> None:
    """A6: three in one field, not three in one visit."""
    twice, _ = wrong_pin(visit(states.PinWanted(Task.PAY, CARD)), 2)
    elsewhere, _ = play(twice, events.WentBack(), events.CardPresented(CARD))
    assert wrong_pin(elsewhere, 2)[0].overlay is None


@pytest.mark.requirement("A6")
@pytest.mark.parametrize(
    ("state", "event"),
    [
        (states.CardWanted(Task.PAY), events.CardUnreadable()),
        (states.AccountNumberWanted(Task.PAY, "12"), events.Confirmed()),
        (states.NumberWanted(Topic.BILLING, WINDOWS[0], WINDOWS, digits="12"), events.Confirmed()),
        (states.ScanWanted(), events.CodeUnreadable()),
        (states.CaseNumberWanted("K07"), events.Confirmed()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_field_counts_its_own_errors(state: State, event: Event) -> None:
    """A6: an unreadable card or code and a number too short are errors too."""
    assert play(visit(state), event, event)[0].overlay is None
    after, _ = play(visit(state), event, event, event)
    assert after.overlay == states.HelpOffered()


@pytest.mark.requirement("A6")
def test_a_broken_line_is_nobodys_error() -> None:
    """A6: who cannot reach the centre is not told that they err."""
    answer = events.SignInAnswered(Unreachable(), CARD)
    typed: tuple[Event, ...] = (*map(events.DigitTyped, "1111"), events.Confirmed(), answer)
    assert play(visit(states.PinWanted(Task.PAY, CARD)), *typed * 4)[0].overlay is None
