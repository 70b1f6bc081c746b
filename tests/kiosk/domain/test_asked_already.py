"""Who asks again is told of the first request, in time or not at all; nobody learns of somebody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Topic, Window
from kiosk.domain.flow.asked_already import PATIENCE
from kiosk.domain.health import Line
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.visit import Visit
from tests.kiosk.domain.drafts import NOW, ZH
from tests.kiosk.domain.examples import CUSTOMER, DRAFT, WELL, WINDOWS, play, tick, visit

REVIEW = states.CallbackReview(DRAFT, states.NumberWanted(DRAFT.topic, DRAFT.window, WINDOWS))
OWN = CaseStanding(
    "K07-SUAM-XK7Z", "callback", "confirmed", "billing", NOW, NOW + timedelta(hours=2), place=4, can=Can.NOW
)
#: As the centre tells it of a number that was typed.
TYPED = replace(OWN, reference="", can=Can.NO)
SAVE = effects.SaveCallback(DRAFT, ZH)


def asking(review: states.CallbackReview = REVIEW, **more: object) -> Visit:
    return play(visit(review, **more), events.Confirmed())[0]


@pytest.mark.requirement("G4")
def test_the_centre_is_asked_first_and_a_no_keeps_the_request() -> None:
    at, asked = play(visit(REVIEW), events.Confirmed())
    assert asked == [effects.AskOpenCallback(DRAFT.phone, DRAFT.topic, "")]
    assert at.state == replace(REVIEW, asking_until=NOW + PATIENCE)
    saving, asked = play(at, events.OpenCallbackTold(DRAFT.topic, None))
    assert (saving.state, asked) == (replace(REVIEW, saving=True), [SAVE])


@pytest.mark.requirement("G4", "P1")
def test_a_slow_centre_holds_nobody_up() -> None:
    """G4: after three seconds the request is kept as it is; a late answer changes nothing."""
    at = asking()
    waiting, asked = play(at, tick(PATIENCE.total_seconds() - 0.1))
    assert asked == []
    saving, asked = play(waiting, tick(PATIENCE.total_seconds()))
    assert (saving.state, asked) == (replace(REVIEW, saving=True), [SAVE])
    late, asked = play(saving, events.OpenCallbackTold(DRAFT.topic, OWN))
    assert (late.state, asked) == (saving.state, [])


@pytest.mark.requirement("G4")
@pytest.mark.parametrize("line", [Line.DOWN, Line.UNKNOWN])
def test_without_a_line_nobody_is_asked(line: Line) -> None:
    _, asked = play(visit(REVIEW, health=replace(WELL, line=line)), events.Confirmed())
    assert asked == [SAVE]


def test_nothing_else_is_heard_meanwhile() -> None:
    at = asking()
    for event in (events.Confirmed(), events.WentBack(), events.WentHome(), events.Ended()):
        after, asked = play(at, event)
        assert (after.state, asked) == (at.state, [])
    other, _ = play(at, events.OpenCallbackTold(Topic.METER, OWN))
    assert other.state == at.state


@pytest.mark.requirement("G4")
def test_ones_own_request_is_kept_moved_or_made_again() -> None:
    """G4: signed in, with its number and how it stands; the new time is the one that was chosen just now."""
    review = replace(REVIEW, draft=replace(DRAFT, phone="", visit="boot.1", window=WINDOWS[1]))
    at, _ = play(asking(review, customer=CUSTOMER), events.OpenCallbackTold(DRAFT.topic, OWN))
    assert at.state == states.AskedAlready(OWN, review)
    kept, asked = play(at, events.Confirmed())
    assert (kept.state, asked) == (states.Home(), [])
    moved, asked = play(at, events.OtherTimeAsked())
    assert moved.state == states.CaseShown(OWN, wish="rearrange", saving=True)
    assert asked == [effects.SaveWish(OWN.reference, Window(WINDOWS[1].begins, WINDOWS[1].ends))]
    again, asked = play(at, events.AskedAnyway())
    assert again.state == replace(review, saving=True)
    assert asked == [effects.SaveCallback(review.draft, ZH)]
    assert play(at, events.WentBack())[0].state == review


@pytest.mark.requirement("G4", "B3")
def test_a_typed_number_tells_about_what_and_when_and_nothing_else() -> None:
    """G4, B3: no reference, no status, no tries, and nothing to change; whatever the centre says."""
    at, _ = play(asking(), events.OpenCallbackTold(DRAFT.topic, replace(TYPED, attempts=2, status="retry")))
    assert isinstance(at.state, states.AskedAlready)
    assert at.state.standing == CaseStanding(
        "", "callback", topic="billing", begins=OWN.begins, ends=OWN.ends
    )
    after, asked = play(at, events.OtherTimeAsked())
    assert (after.state, asked) == (at.state, [])
    assert play(at, events.AskedAnyway())[1] == [SAVE]


@pytest.mark.requirement("G4", "B3")
def test_what_is_not_known_to_be_ones_own_is_not_told_without_a_typed_number() -> None:
    """The number on file may be another's as well: the centre merges, and nobody reads anything."""
    review = replace(REVIEW, draft=replace(DRAFT, phone="", visit="boot.1"))
    at, asked = play(asking(review, customer=CUSTOMER), events.OpenCallbackTold(DRAFT.topic, TYPED))
    assert at.state == replace(review, saving=True)
    assert asked == [effects.SaveCallback(review.draft, ZH)]
