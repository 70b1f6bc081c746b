"""A customer calls for staff: what is said of it, how it ends, and that it ends once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.assist import Need
from kiosk.domain.effects import Effect, EndStaffCall, Push, SaveStaffCall
from kiosk.domain.events import Event
from kiosk.domain.flow.calling import may_call
from kiosk.domain.health import Line, Service
from kiosk.domain.house import Task
from kiosk.domain.staff_call import Ended, Reached, StaffCall
from kiosk.domain.states import State
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import CARD, HOUSE, WELL, play, tick, visit

STAFFED = replace(HOUSE, assist=True)
TYPING = states.PinWanted(Task.PAY, CARD, "48")
CALL = "0193a1f0-aaaa-7000-8000-000000000001"
SAVED, TOLD = events.StaffCallSaved(CALL), events.RecordDelivered(CALL)
ANSWERED = events.StaffCallAnswered(CALL)
TAKEN_BACK = events.OverlayClosed()


def at(state: State = TYPING, **more: object) -> Visit:
    return visit(state, **{"house": STAFFED, **more})


def called(*happened: Event, state: State = TYPING) -> Visit:
    return play(at(state), events.HelpAsked(), events.StaffCalled(), *happened)[0]


def ends(asked: list[Effect]) -> list[Ended]:
    return [effect.ended for effect in asked if isinstance(effect, EndStaffCall)]


def reached(of: Visit) -> Reached:
    assert of.call is not None
    return of.call.reached


@pytest.mark.requirement("A6", "N1")
def test_a_call_is_kept_told_and_answered() -> None:
    """A6, N1: each said only when it is so; the screen below keeps everything; answered by the desk, once."""
    calling, asked = play(at(), events.HelpAsked(), events.StaffCalled())
    assert (calling.state, calling.overlay, reached(calling)) == (TYPING, states.Calling(), Reached.ASKED)
    assert asked == [SaveStaffCall("PinWanted", Need.SECRET)]
    kept, asked = play(calling, SAVED)
    assert (reached(kept), asked) == (Reached.KEPT, [Push()])
    told, asked = play(kept, TOLD)
    assert (reached(told), asked) == (Reached.TOLD, [])
    coming, asked = play(told, ANSWERED)
    assert (reached(coming), asked) == (Reached.COMING, [EndStaffCall(Ended.DESK), Push()])
    assert play(coming, ANSWERED, TOLD, SAVED)[1] == []
    after, asked = play(coming, TAKEN_BACK)
    assert (after.state, after.overlay, after.call, asked) == (TYPING, None, None, [])


@pytest.mark.requirement("A6")
def test_the_answer_may_be_heard_before_the_receipt() -> None:
    """A6: both come with one answer of the centre."""
    coming, asked = play(called(SAVED), ANSWERED, TOLD)
    assert (reached(coming), ends(asked)) == (Reached.COMING, [Ended.DESK])


@pytest.mark.requirement("A6")
def test_an_answer_to_another_call_answers_nothing() -> None:
    """A6: the earlier one of this visit, which was taken back."""
    again = play(called(SAVED), TAKEN_BACK, events.StaffCalled())[0]
    assert play(again, ANSWERED)[1] == []
    later, asked = play(
        again, events.StaffCallSaved("another"), ANSWERED, events.StaffCallAnswered("another")
    )
    assert (reached(later), ends(asked)) == (Reached.COMING, [Ended.DESK])


@pytest.mark.requirement("A6", "N1")
@pytest.mark.parametrize("happened", [(), (SAVED,), (SAVED, TOLD)], ids=len)
def test_who_takes_a_call_back_ends_it(happened: tuple[Event, ...]) -> None:
    """A6, N1: at any moment; a touch beside the dialog does not."""
    calling = called(*happened)
    assert play(calling, events.MoreTimeTaken())[0].overlay == states.Calling()
    after, asked = play(calling, TAKEN_BACK)
    assert (after.state, after.overlay, after.call) == (TYPING, None, None)
    assert asked == [EndStaffCall(Ended.WITHDRAWN), Push()]


@pytest.mark.requirement("A6", "N1")
def test_staff_who_come_by_their_pin_end_it() -> None:
    """A6, N1: whether or not anybody at the desk said so before."""
    typed: list[Event] = [
        *map(events.DigitTyped, "2041"),
        events.Confirmed(),
        *map(events.DigitTyped, "526813"),
    ]
    door: list[Event] = [events.AssistAsked(), *typed, events.Confirmed(), events.AssistGranted("2041")]
    inside, asked = play(called(SAVED, TOLD), *door)
    assert (inside.overlay, inside.call, ends(asked)) == (states.Assist("2041"), None, [Ended.PANEL])
    inside, asked = play(called(SAVED, TOLD, ANSWERED), *door)
    assert (inside.overlay, inside.call, ends(asked)) == (states.Assist("2041"), None, [])


@pytest.mark.requirement("A6")
def test_a_door_that_staff_leave_shows_the_call_again() -> None:
    """A6: it is open still."""
    again, asked = play(called(SAVED), events.AssistAsked(), events.OverlayClosed())
    assert (again.overlay, ends(asked)) == (states.Calling(), [])


@pytest.mark.requirement("A6", "N1")
def test_who_goes_away_leaves_an_unanswered_call() -> None:
    """A6, N1: waited for as long as staff give, then warned, then everything goes; it ends once."""
    calling = called(SAVED, TOLD)
    assert play(calling, tick(299))[0].overlay == states.Calling()
    warned, _ = play(calling, tick(300))
    assert isinstance(warned.overlay, states.IdleWarning)
    stays, asked = play(warned, events.MoreTimeTaken())
    assert (stays.overlay, ends(asked)) == (states.Calling(), [])
    gone, asked = play(warned, tick(331))
    assert (gone.id, gone.call, ends(asked)) == ("boot.2", None, [Ended.UNANSWERED])
    assert ends(play(called(SAVED, TOLD, ANSWERED), tick(300), tick(331))[1]) == []


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("kind", members(State))
def test_nothing_below_is_touched_while_staff_are_called(kind: type) -> None:
    """A6: no finger, card or code; what devices, disk and centre say goes on."""
    for state in examples(kind)[:8]:
        over = at(state, overlay=states.Calling(), call=StaffCall(NOW))
        for event in (events.Confirmed(), events.CardPresented(CARD), events.CodeScanned("x"), events.WentHome(),
                      events.Ended(), events.HelpAsked(), events.DigitTyped("1"), events.WentBack()):  # fmt: skip
            after, asked = play(over, event)
            assert (after.state, after.overlay, asked) == (state, states.Calling(), [])


@pytest.mark.requirement("A6")
def test_an_answer_below_leaves_the_call_in_sight() -> None:
    """A6: the sign-in that was under way leads on, and the call lies over what it led to."""
    asking = states.AccountNumberWanted(Task.PAY)
    after, _ = play(called(SAVED, state=asking), events.CardUnreadable())
    assert after.overlay == states.Calling()
    broken, asked = play(called(SAVED), events.Broke("a test"))
    assert (broken.overlay, broken.call, ends(asked)) == (None, None, [Ended.UNANSWERED])


@pytest.mark.requirement("A6", "X45")
@pytest.mark.parametrize(
    "changed",
    [
        {"health": replace(WELL, line=Line.DOWN)},
        {"health": replace(WELL, line=Line.UNKNOWN)},
        {"health": replace(WELL, store_works=False)},
        {"health": replace(WELL, service=Service.CLOSED)},
        {"house": replace(STAFFED, calls=False)},
        {"state": states.Maintenance()},
    ],
    ids=["line down", "line unknown", "no disk", "closed", "switched off", "maintenance"],
)
def test_nobody_is_called_where_nobody_would_hear(changed: dict[str, object]) -> None:
    """A6, X45: no line, no disk, no service, no staff."""
    there = replace(at(), **changed)  # type: ignore[arg-type]
    assert not may_call(there)
    after, asked = play(there, events.HelpAsked(), events.StaffCalled())
    assert after.call is None
    assert not [effect for effect in asked if isinstance(effect, effects.StaffCallEffect)]


@pytest.mark.requirement("A6")
def test_a_call_that_the_disk_did_not_take_is_none() -> None:
    """A6: it is said, nothing is ended, and it can be tried again."""
    failed, asked = play(called(), events.StaffCallNotSaved())
    assert (reached(failed), asked) == (Reached.FAILED, [])
    after, asked = play(failed, TAKEN_BACK)
    assert (after.call, ends(asked)) == (None, [])
    assert play(after, events.StaffCalled())[0].call == StaffCall(NOW)


@pytest.mark.requirement("A6")
def test_one_call_at_a_time() -> None:
    """A6: touching again while one is open asks for nothing."""
    assert play(called(SAVED), events.StaffCalled(), events.HelpAsked(), events.StaffCalled())[1] == []


@pytest.mark.requirement("A4")
def test_a_call_gives_no_next_customer_more_time() -> None:
    """A4: taken back, the usual time counts again."""
    after, _ = play(called(SAVED), TAKEN_BACK, tick(120))
    assert isinstance(after.overlay, states.IdleWarning)
    assert after.overlay.until == NOW + timedelta(seconds=150)
