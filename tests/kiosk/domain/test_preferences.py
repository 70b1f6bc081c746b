"""How one customer wants the panel: at any moment, nothing lost by it, gone with the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.preferences import Contrast, Preferences, Scanning, Size
from tests.kiosk.domain.examples import AMOUNT, LINES, play, tick, visit

WISH = Preferences(Size.XXL, Contrast.YELLOW_ON_BLACK, low=True, unhurried=True)
PATIENCE = visit().house.patience


@pytest.mark.requirement("O5", "X38")
@pytest.mark.parametrize(
    "state",
    [
        states.Attract(),
        states.Home(),
        states.PinWanted(Task.PAY, "x", digits="12"),
        states.Paying(LINES, AMOUNT, states.Stage.ENTER_PIN),
        states.Closed(),
    ],
    ids=lambda state: type(state).__name__,
)
def test_a_wish_is_heard_at_any_moment_and_loses_nothing(state: states.State) -> None:
    """O5, X38: in mid-form and in mid-payment too; the dialog stays until it is put away."""
    at, _ = play(visit(state), events.AccessibilityAsked())
    assert at.overlay == states.Accessibility()
    at, asked = play(at, events.PreferencesChosen(WISH))
    assert (at.state, at.preferences, at.overlay, asked) == (state, WISH, states.Accessibility(), [])
    assert play(at, events.OverlayClosed())[0].preferences == WISH


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("X38")
def test_the_next_customer_finds_the_panel_as_it_was() -> None:
    """X38: B after A."""
    at, _ = play(visit(states.Home(), preferences=WISH), events.Ended())
    assert at.preferences == Preferences()


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("X38")
def test_whoever_set_up_the_panel_and_went_leaves_it_as_it_was() -> None:
    """X38: nobody had begun a task yet."""
    at, _ = play(visit(states.Attract()), events.PreferencesChosen(WISH), events.OverlayClosed())
    assert at.preferences == WISH
    later = 2 * PATIENCE.idle.total_seconds() + 1
    assert play(at, tick(later))[0].preferences == Preferences()


@pytest.mark.accessibility("TIM-03")
@pytest.mark.requirement("X34")
@pytest.mark.parametrize(
    "wish", [Preferences(unhurried=True), Preferences(Size.L), Preferences(scanning=Scanning.STEP)]
)
def test_who_needs_longer_is_given_twice_the_time(wish: Preferences) -> None:
    """X34: before the warning, and until it is over; large type counts as needing longer."""
    idle, warning = PATIENCE.idle.total_seconds(), PATIENCE.warning.total_seconds()
    at, _ = play(visit(states.Home()), events.PreferencesChosen(wish))
    assert play(at, tick(2 * idle - 1))[0].overlay is None
    warned, _ = play(at, tick(2 * idle))
    assert warned.overlay == states.IdleWarning(warned.now + timedelta(seconds=2 * warning))
    assert play(warned, tick(2 * idle + 2 * warning - 1))[0].state == states.Home()
    assert play(warned, tick(2 * idle + 2 * warning))[0].state == states.Attract()


@pytest.mark.accessibility("TIM-01")
@pytest.mark.requirement("X34")
def test_one_touch_gives_the_whole_time_again_ten_times_and_more() -> None:
    """X34, TIM-01: the eleventh extension still counts, and everything is as it was."""
    idle = PATIENCE.idle.total_seconds()
    before = at = visit(states.PinWanted(Task.PAY, "x", digits="12"), touched_at=visit().now)
    seconds = 0.0
    for _ in range(11):
        seconds += idle
        at, _ = play(at, tick(seconds))
        assert isinstance(at.overlay, states.IdleWarning)
        at, _ = play(at, events.MoreTimeTaken())
        assert (at.overlay, at.state) == (None, before.state)


def test_standard_is_what_nobody_has_to_ask_for() -> None:
    assert Preferences() == replace(Preferences(Size.M), low=False)
    assert not Preferences().takes_longer
    assert [size.factor for size in Size] == [1.0, 1.25, 1.5, 2.0]
