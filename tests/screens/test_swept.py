"""What the sweep behind a visit takes: every screen that is no longer shown, and nothing that is."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace

import pytest

from kiosk.domain import states
from kiosk.domain.language import Language
from kiosk.services.sweeper import SWEEPS, Sweeper, made
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

SHOWN = ("bills", "review", "paid")


def alive() -> Counter[str]:
    """Screens by class, in the window or not."""
    from screens.base import Screen

    return Counter(type(thing).__name__ for thing in gc.get_objects() if issubclass(type(thing), Screen))


@pytest.mark.requirement("X37")
def test_the_sweep_takes_every_screen_of_the_visit_and_leaves_the_one_that_stands(pilot: Pilot) -> None:
    """X37: nobody else collects; dropped screens lie in cycles until the sweeper comes, then none is there."""
    attract = replace(visits(Language.EN)["attract"], id="boot.9", state=states.Attract())
    pilot.show(attract)
    pilot.show(attract)  # home stands ready for the next customer
    gc.collect()
    gc.collect()
    gc.disable()
    try:
        pile = made()
        for name in SHOWN:
            pilot.show(visits(Language.EN)[name])
        pilot.show(replace(attract, id="boot.10"))
        assert {"BillsScreen", "ReviewScreen", "PaidScreen"} <= set(alive())
        assert made() > pile + 10_000
        sweeper = Sweeper()
        for _ in range(SWEEPS):
            sweeper.tick(replace(attract, id="boot.10"))
        assert alive() == {"AttractScreen": 1, "HomeScreen": 1}
    finally:
        gc.enable()
