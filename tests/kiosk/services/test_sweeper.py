"""What lies in cycles behind a visit goes when nobody is here: at once, and once a minute; never under a finger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import states
from kiosk.domain.visit import Visit
from kiosk.services.sweeper import EVERY, Sweeper
from tests.kiosk.domain.examples import visit as fresh

SECOND = timedelta(seconds=1)


class Broom:
    def __init__(self) -> None:
        self.strokes = 0

    def __call__(self) -> None:
        self.strokes += 1


@pytest.fixture
def broom() -> Broom:
    return Broom()


@pytest.fixture
def sweeper(broom: Broom) -> Sweeper:
    return Sweeper(broom)


def later(visit: Visit, by: timedelta) -> Visit:
    return replace(visit, now=visit.now + by)


@pytest.mark.requirement("X37")
def test_sweeps_once_behind_each_visit(sweeper: Sweeper, broom: Broom) -> None:
    """X37: as soon as the next visit waits for its customer, and not at every tick."""
    for number in (1, 2):
        visit = fresh(id=f"boot.{number}")
        sweeper.tick(visit)
        sweeper.tick(later(visit, SECOND))
        assert broom.strokes == number


@pytest.mark.requirement("X37", "P1")
def test_never_while_somebody_is_here(sweeper: Sweeper, broom: Broom) -> None:
    """P1: the collector holds the main thread; a customer's touch must not wait for it."""
    for somebody in (fresh(states.Home()), fresh(overlay=states.Help())):
        sweeper.tick(somebody)
        sweeper.tick(later(somebody, 10 * EVERY))
    assert broom.strokes == 0


@pytest.mark.requirement("X37")
@pytest.mark.parametrize("by", [EVERY, -EVERY], ids=["on", "back"])
def test_sweeps_again_behind_what_went_on_without_a_customer(
    sweeper: Sweeper, broom: Broom, by: timedelta
) -> None:
    """X37: the courier's cycles; whichever way the clock was set."""
    sweeper.tick(fresh())
    sweeper.tick(later(fresh(), by))
    assert broom.strokes == 2
