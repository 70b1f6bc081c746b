"""Words are looked up in their own lane, and nothing of that is left when the visit is over."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.effects import LearnLayouts
from kiosk.domain.house import Task
from kiosk.domain.writing import Layout
from tests.kiosk.windowless import Kiosk


def writing(kiosk: Kiosk) -> states.FaqSearch:
    """Two sounds, as they stand when the lane has answered."""
    kiosk.wait(1)
    kiosk.effects.carry_out(kiosk.visit, LearnLayouts())
    kiosk.touch(events.Started(), events.TaskChosen(Task.FAQ), events.SearchAsked())
    kiosk.touch(*(events.LetterTyped(letter) for letter in "ㄊㄞ"))
    state = kiosk.visit.state
    assert isinstance(state, states.FaqSearch)
    return state


def test_words_come_from_their_lane(kiosk: Kiosk) -> None:
    state = writing(kiosk)
    assert state.writing.layout is Layout.ZHUYIN
    assert [word.text for word in state.writing.words] == ["<ㄊㄞ>"]


@pytest.mark.requirement("A4")
def test_what_was_asked_is_forgotten_with_the_visit_and_only_then(kiosk: Kiosk) -> None:
    """A4."""
    writing(kiosk)
    assert kiosk.input_method.asked == ["ㄊ", "ㄊㄞ"]
    kiosk.touch(events.Ended())
    assert (kiosk.input_method.asked, kiosk.input_method.forgotten) == ([], 1)
    kiosk.touch(events.Started(), events.Ended())
    assert kiosk.input_method.forgotten == 1  # nothing was asked
