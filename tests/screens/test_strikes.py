"""A trembling hand's second touch, at the real window and on a stepped clock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.preferences import STRIKES_APART, Preferences
from screens.strikes import NEAR, Strikes
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

HOME = visits(Language.ZH_HANT)["pin"]


class Steps:
    """A clock for the frame."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def digits(pilot: Pilot) -> list[events.Event]:
    return [event for event in pilot.sent if isinstance(event, events.DigitTyped)]


@pytest.mark.accessibility("TGT-05")
@pytest.mark.parametrize(
    ("steady", "later", "counted"),
    [(True, 0.3, 1), (True, STRIKES_APART, 2), (False, 0.0, 2)],
    ids=["at once", "half a second later", "for everybody else"],
)
def test_a_second_touch_counts_once_for_who_wants_it(
    pilot: Pilot, monkeypatch: pytest.MonkeyPatch, steady: bool, later: float, counted: int
) -> None:
    """TGT-05: within half a second, in the same place."""
    clock = Steps()
    pilot.show(replace(HOME, preferences=Preferences(steady=steady)))
    monkeypatch.setattr(pilot.root, "now", clock)
    pilot.tap("keypad.5")
    clock.at += later
    pilot.tap("keypad.5")
    assert len(digits(pilot)) == counted


@pytest.mark.accessibility("TGT-05")
def test_the_next_key_is_not_held_up(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    """TGT-05: what is pressed elsewhere is meant."""
    pilot.show(replace(HOME, preferences=Preferences(steady=True)))
    monkeypatch.setattr(pilot.root, "now", Steps())
    pilot.tap("keypad.5")
    pilot.tap("keypad.6")
    assert len(digits(pilot)) == 2


def test_a_hand_trembles_more_than_once() -> None:
    """Each touch begins the time anew."""
    strikes = Strikes(apart=0.5)
    for at in (10.0, 10.4, 10.8):
        counted = strikes.counts(100, 100, at)
        strikes.lifted(100, 100, at)
        assert counted == (at == 10.0)
    assert strikes.counts(100, 100 + NEAR + 1, 10.9)
    assert strikes.counts(100, 100, 11.3)
