"""What the done screen learns from the centre, and how a customer may want to hear from us."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Reply
from kiosk.domain.lookup import Can, CaseStanding, is_whole, written
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import DRAFT, WINDOWS, play, visit

NUMBER = "K07-SUAM-XK7Z"
STANDING = CaseStanding(NUMBER, "callback", "confirmed", "billing", NOW, NOW, can=Can.NOW)


@pytest.mark.requirement("X50")
@pytest.mark.requirement("G2")
def test_the_done_screen_tells_what_the_centre_made_of_it() -> None:
    """G2, X50: confirmed or moved, place and time, as soon as the centre has the request."""
    done = states.CallbackDone(NUMBER, DRAFT, provisional=True)
    delivered, asked = play(visit(done), events.RecordDelivered(NUMBER))
    assert asked == [effects.AskCase(NUMBER)]
    moved = replace(STANDING, status="moved", moved="full", place=4)
    after, _ = play(delivered, events.CaseTold(NUMBER, moved))
    assert after.state == states.CallbackDone(NUMBER, DRAFT, provisional=False, standing=moved)
    other, _ = play(delivered, events.CaseTold("K07-2222-2201", moved))
    assert other.state == delivered.state


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


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("K07SUAMXK7Z", True), ("K07SUAMXK7Y", False), ("K07USAMXK7Z", False), ("SUAMXK7Z", False), ("", False)],
)
def test_a_slip_of_the_finger_is_found(typed: str, whole: bool) -> None:
    assert is_whole(typed) is whole
    assert written("K07SUAMXK7Z") == NUMBER
