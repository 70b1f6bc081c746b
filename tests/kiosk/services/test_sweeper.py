"""What lies in cycles behind a visit goes when nobody is here: at once, and once a minute; never under a finger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import states
from kiosk.domain.states import Paying, Stage
from kiosk.domain.visit import Visit
from kiosk.services.sweeper import EVERY, MOUNTAIN, PILE, QUIET, SWEEPS, Sweeper
from tests.kiosk.domain.examples import AMOUNT, LINES, a_payment
from tests.kiosk.domain.examples import visit as fresh

SECOND = timedelta(seconds=1)


class Broom:
    """`dirt`: what each stroke finds; then nothing. `pile`: what was made since the last."""

    def __init__(self) -> None:
        self.strokes = 0
        self.dirt: list[int] = []
        self.pile = 0

    def __call__(self) -> int:
        self.strokes += 1
        return self.dirt.pop(0) if self.dirt else 0


@pytest.fixture
def broom() -> Broom:
    return Broom()


@pytest.fixture
def sweeper(broom: Broom) -> Sweeper:
    return Sweeper(broom, lambda: broom.pile)


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
def test_never_while_somebody_is_here_and_little_was_made(sweeper: Sweeper, broom: Broom) -> None:
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


@pytest.mark.requirement("X37")
def test_sweeps_until_nothing_more_is_found_each_in_a_turn_of_its_own(sweeper: Sweeper, broom: Broom) -> None:
    """X37: what ends in one sweep frees more; and a find that never ends does not keep the thread for ever."""
    broom.dirt = [50_000, 20_000]
    visit = fresh()
    for strokes in (1, 2, 3, 3):
        sweeper.tick(visit)
        assert broom.strokes == strokes
    broom.dirt = [1] * 100
    for _ in range(10):
        sweeper.tick(replace(visit, id="boot.2"))
    assert broom.strokes == 3 + SWEEPS


@pytest.mark.requirement("P1")
def test_never_while_money_is_in_progress(sweeper: Sweeper, broom: Broom) -> None:
    """P1: the lane that answers the terminal would stand still, too."""
    broom.pile = PILE
    paying = replace(
        fresh(Paying(LINES, AMOUNT, Stage.ENTER_PIN, a_payment())), touched_at=fresh().now - 10 * QUIET
    )
    sweeper.tick(paying)
    assert broom.strokes == 0
    sweeper.tick(replace(paying, state=states.Home()))
    assert broom.strokes == 1


@pytest.mark.requirement("P1")
@pytest.mark.parametrize(
    ("pile", "untouched", "sweeps"),
    [
        (PILE, QUIET, True),
        (PILE - 1, QUIET, False),
        (PILE, QUIET / 2, False),
        (MOUNTAIN - 1, timedelta(), False),
        (MOUNTAIN, timedelta(), True),
    ],
    ids=["a pile and quiet", "less", "a pile and touched just now", "more", "a mountain"],
)
def test_in_a_visit_a_pile_waits_until_nothing_is_touched(
    sweeper: Sweeper, broom: Broom, pile: int, untouched: timedelta, sweeps: bool
) -> None:
    """P1: not under a finger; but a long visit does not fill the memory either."""
    broom.pile = pile
    visit = fresh(states.Home())
    sweeper.tick(replace(visit, touched_at=visit.now - untouched))
    assert bool(broom.strokes) is sweeps
