"""Where the hand goes: which steps are told by lamp, chime and picture, and that nothing else is."""

from __future__ import annotations

import pytest

from kiosk.domain import states
from kiosk.domain.guidance import PICTURES, WORDS, Guide, guide_of
from kiosk.domain.lamp import Lamp, lamp_of
from kiosk.domain.payment import Approved
from kiosk.domain.states import PaperState, Stage
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.every import examples, members
from tests.kiosk.domain.examples import AMOUNT, LINES, a_payment, a_slip, visit

PAYMENT = a_payment()


def paying(stage: Stage) -> states.Paying:
    return states.Paying(LINES, AMOUNT, stage, PAYMENT)


def paid(paper: PaperState) -> states.Paid:
    return states.Paid(PAYMENT, Approved(a_slip()), paper=paper)


@pytest.mark.requirement("X14")
@pytest.mark.parametrize(
    ("state", "guide"),
    [
        (examples(states.CardWanted)[0], Guide.HOLD_CARD),
        (examples(states.CardToTake)[0], Guide.TAKE_CARD),
        (examples(states.ScanWanted)[0], Guide.SCAN),
        (paying(Stage.INSERT_CARD), Guide.PAY),
        (paying(Stage.REMOVE_CARD), Guide.PAY),
        (paying(Stage.PLEASE_WAIT), None),
        (paying(Stage.INQUIRING), None),
        (paid(PaperState.CONFIRMED), Guide.TAKE_PAPER),
        (paid(PaperState.SENT), Guide.TAKE_PAPER),
        (paid(PaperState.TAKEN), None),
        (paid(PaperState.PRINTING), None),
        (states.Home(), None),
        (states.Maintenance(), None),
    ],
)
def test_each_step_at_a_device_is_one(state: states.State, guide: Guide | None) -> None:
    """X14."""
    assert guide_of(visit(state)) is guide


@pytest.mark.requirement("X14")
def test_paper_that_waits_is_a_step_on_whatever_screen() -> None:
    """X14: also when its visit is over."""
    assert guide_of(visit(states.Attract(), paper_at=NOW)) is Guide.TAKE_PAPER


@pytest.mark.requirement("X14")
def test_the_lamp_blinks_at_each_step_and_never_without_one() -> None:
    """X14: but for paper on its way, where the eye may go to the slot already."""
    for kind in members(states.State):
        for state in examples(kind):
            at = visit(state)
            on_its_way = getattr(state, "paper", None) is PaperState.PRINTING
            if guide_of(at) is not None:
                assert lamp_of(at) is Lamp.LOOK, state
            elif not on_its_way:
                assert lamp_of(at) is not Lamp.LOOK, state


@pytest.mark.requirement("X14")
def test_each_step_has_a_picture_and_words() -> None:
    """X14."""
    assert set(PICTURES) == set(WORDS) == set(Guide)
