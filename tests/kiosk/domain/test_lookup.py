"""By its number, at any kiosk: a slip is told first, the centre is asked, and a wish is kept with or without a line."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Reply, Window
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.house import Task
from kiosk.domain.lookup import Can, CaseStanding, is_whole, written
from kiosk.domain.overview import OpenMatter, Overview
from kiosk.domain.states import Problem
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import CUSTOMER, DRAFT, HOUSE, WELL, WINDOWS, play, visit

NUMBER = "K07-SUAM-XK7Z"
STANDING = CaseStanding(NUMBER, "callback", "confirmed", "billing", NOW, NOW, can=Can.NOW)
NO_LINE = replace(WELL, line=Line.DOWN)


def typed(text: str) -> list[Event]:
    return [events.SignTyped(sign) for sign in text]


def begun(**more: object) -> list[Event]:
    return [events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.CASES)]


@pytest.mark.requirement("D3")
def test_a_number_is_typed_looked_up_and_shown() -> None:
    """D3: the kiosk's own id stands there already; eight signs are left."""
    asking, asked = play(visit(states.Home()), *begun(), *typed("SUAMXK7Z"), events.Confirmed())
    assert isinstance(asking.state, states.CaseNumberWanted)
    assert asking.state.asking
    assert asked == [effects.AskCase(NUMBER)]
    shown, _ = play(asking, events.CaseTold(NUMBER, STANDING))
    assert shown.state == states.CaseShown(STANDING)


@pytest.mark.requirement("D3")
def test_a_slip_is_told_before_anybody_is_asked() -> None:
    wrong, asked = play(visit(states.Home()), *begun(), *typed("SUAMXK7Y"), events.Confirmed())
    assert isinstance(wrong.state, states.CaseNumberWanted)
    assert wrong.state.problem is Problem.REFERENCE_WRONG
    assert asked == []
    erased, _ = play(wrong, events.DigitErased())
    assert isinstance(erased.state, states.CaseNumberWanted)
    assert (erased.state.typed, erased.state.problem) == ("K07SUAMXK7", Problem.NONE)


def test_any_kiosks_number_can_be_typed() -> None:
    other, asked = play(
        visit(states.Home()), *begun(), events.DigitsCleared(), *typed("K07SUAMXK7Z"), events.Confirmed()
    )
    assert isinstance(other.state, states.CaseNumberWanted)
    assert asked == [effects.AskCase(NUMBER)]
    assert is_whole("K07SUAMXK7Z")
    assert written("K07SUAM") == "K07SUAM"


@pytest.mark.parametrize(
    ("reason", "problem"),
    [("", Problem.REFERENCE_UNKNOWN), ("slow_down", Problem.TOO_MANY_LOOKUPS)],
)
def test_what_is_not_found_is_told_and_can_be_tried_again(reason: str, problem: Problem) -> None:
    start = visit(states.CaseNumberWanted("K07SUAMXK7Z", asking=True))
    after, _ = play(start, events.CaseTold(NUMBER, None, reason))
    assert after.state == states.CaseNumberWanted("K07SUAMXK7Z", problem)


def test_an_answer_about_another_number_is_nobodys() -> None:
    start = visit(states.CaseNumberWanted("K07SUAMXK7Z", asking=True))
    after, _ = play(start, events.CaseTold("K07-2222-2201", STANDING))
    assert after.state == start.state


@pytest.mark.requirement("G4")
def test_cancelling_is_a_record_and_the_answer_follows_it() -> None:
    """G4: kept first, sent at once, and what the centre makes of it is asked when it has it."""
    saving, asked = play(visit(states.CaseShown(STANDING)), events.CaseCancelled())
    assert asked == [effects.SaveWish(NUMBER, None)]
    assert saving.state == states.CaseShown(STANDING, wish="cancel", saving=True)
    saved, asked = play(saving, events.WishSaved(NUMBER))
    assert asked == [effects.Push()]
    delivered, asked = play(saved, events.RecordDelivered(NUMBER))
    assert asked == [effects.AskCase(NUMBER)]
    cancelled = replace(STANDING, status="cancelled", can=Can.NO)
    after, _ = play(delivered, events.CaseTold(NUMBER, cancelled))
    assert after.state == states.CaseShown(cancelled, wish="cancel", told=True)


@pytest.mark.requirement("G4")
def test_another_time_is_chosen_from_the_same_windows() -> None:
    choosing, _ = play(visit(states.CaseShown(STANDING)), events.OtherTimeAsked())
    assert choosing.state == states.NewWindowWanted(STANDING, WINDOWS)
    after, asked = play(choosing, events.WindowChosen(WINDOWS[1].key))
    assert asked == [effects.SaveWish(NUMBER, Window(WINDOWS[1].begins, WINDOWS[1].ends))]
    assert after.state == states.CaseShown(STANDING, wish="rearrange", saving=True)


@pytest.mark.requirement("G4")
def test_without_a_line_a_wish_can_be_left() -> None:
    shown, asked = play(
        visit(states.Home(), health=NO_LINE), *begun(), *typed("SUAMXK7Z"), events.Confirmed()
    )
    assert asked == []
    assert shown.state == states.CaseShown(CaseStanding(NUMBER, can=Can.ASK))
    _, asked = play(shown, events.CaseCancelled())
    assert asked == [effects.SaveWish(NUMBER, None)]


def test_what_is_over_or_asked_already_cannot_be_changed() -> None:
    over = states.CaseShown(replace(STANDING, can=Can.NO))
    asked_already = states.CaseShown(STANDING, wish="cancel")
    for state in (over, asked_already):
        for event in (events.CaseCancelled(), events.OtherTimeAsked()):
            after, asked = play(visit(state), event)
            assert (after.state, asked) == (state, [])
    payment = states.CaseShown(replace(STANDING, kind="payment"))
    assert play(visit(payment), events.OtherTimeAsked())[0].state == payment


def test_a_full_disk_is_told() -> None:
    saving = states.CaseShown(STANDING, wish="cancel", saving=True)
    after, _ = play(visit(saving), events.WishNotSaved("full"))
    assert after.state == states.CaseShown(STANDING, problem=Problem.NOT_SAVED)
    assert not after.health.store_works


@pytest.mark.requirement("X50")
def test_the_done_screen_tells_what_the_centre_made_of_it() -> None:
    """X50: confirmed or moved, place and time, as soon as the centre has the request."""
    done = states.CallbackDone(NUMBER, DRAFT, provisional=True)
    delivered, asked = play(visit(done), events.RecordDelivered(NUMBER))
    assert asked == [effects.AskCase(NUMBER)]
    moved = replace(STANDING, status="moved", moved="full", place=4)
    after, _ = play(delivered, events.CaseTold(NUMBER, moved))
    assert after.state == states.CallbackDone(NUMBER, DRAFT, provisional=False, standing=moved)


@pytest.mark.requirement("G5")
@pytest.mark.requirement("O7")
def test_the_way_to_answer_costs_nobody_a_tap() -> None:
    """G5, O7: the telephone is chosen already; another way is one touch on the last look."""
    review = states.CallbackReview(DRAFT, states.NumberWanted(DRAFT.topic, DRAFT.window, WINDOWS))
    chosen, _ = play(visit(review), events.ReplyChosen(Reply.SMS))
    assert isinstance(chosen.state, states.CallbackReview)
    assert chosen.state.draft.reply is Reply.SMS
    _, asked = play(chosen, events.Confirmed(), events.OpenCallbackTold(DRAFT.topic, None))
    assert [effect.draft.reply for effect in asked if isinstance(effect, effects.SaveCallback)] == [Reply.SMS]
    email, _ = play(visit(review), events.ReplyChosen(Reply.EMAIL))
    assert email.state == states.EmailWanted(review)


def test_the_house_is_told_from_the_further_services() -> None:
    shown, _ = play(visit(states.Home()), events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.SITE))
    assert shown.state == states.SiteShown()
    assert play(shown, events.WentBack())[0].state == states.ServicesShown()
    assert HOUSE.calendar is None


@pytest.mark.requirement("G4", "A7")
def test_who_signed_in_cancels_an_open_matter_from_the_list() -> None:
    """G4, A7: shown at once, what may be done when the centre has said so; then back to the list, which is read anew."""
    matter = OpenMatter(NUMBER, "callback", "queued", NOW, NOW, NOW)
    list_ = states.ForYou(Task.ACCOUNT)
    at = visit(list_, customer=CUSTOMER, overview=Overview(NOW, matters=(matter,)))
    shown, asked = play(at, events.MatterChosen(NUMBER))
    known = CaseStanding(NUMBER, "callback", begins=NOW, ends=NOW)
    assert shown.state == states.CaseShown(known, origin=list_)
    assert asked == [effects.AskCase(NUMBER)]
    told, _ = play(shown, events.CaseTold(NUMBER, STANDING))
    saving, asked = play(told, events.CaseCancelled())
    assert asked == [effects.SaveWish(NUMBER, None)]
    saved, _ = play(saving, events.WishSaved(NUMBER))
    back, asked = play(saved, events.WentBack())
    assert (back.state, asked) == (list_, [effects.FetchOverview(CUSTOMER.grant)])
    assert play(at, events.MatterChosen("K07-2222-2201"))[0].state == list_


@pytest.mark.requirement("G4")
def test_where_the_centre_cannot_say_a_wish_may_be_left() -> None:
    matter = OpenMatter(NUMBER, "callback", "queued", NOW)
    at = visit(states.ForYou(Task.ACCOUNT), customer=CUSTOMER, overview=Overview(NOW, matters=(matter,)))
    asking, _ = play(at, events.MatterChosen(NUMBER))
    unheard, _ = play(asking, events.CaseTold(NUMBER, None, "no_answer"))
    down, asked = play(replace(at, health=NO_LINE), events.MatterChosen(NUMBER))
    assert unheard.state == down.state
    assert asked == []
    assert play(down, events.CaseCancelled())[1] == [effects.SaveWish(NUMBER, None)]
