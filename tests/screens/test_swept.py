"""What is left of a visit when it is swept, and what the sweep takes: nothing of what is shown."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from dataclasses import replace

import pytest

from kiosk.domain import states
from kiosk.domain.language import Language
from kiosk.services.sweeper import LULL, SWEEPS, Sweeper
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

SHOWN = ("bills", "review", "paid")


class Fault:
    """Refers to itself, as one does whose frames hold it."""

    def __init__(self) -> None:
        self.frame = self


def drawings() -> int:
    from kivy.graphics.instructions import Instruction

    return sum(issubclass(type(thing), Instruction) for thing in gc.get_objects())


def alive() -> Counter[str]:
    """Screens by class, in the window or not."""
    from screens.base import Screen

    return Counter(type(thing).__name__ for thing in gc.get_objects() if issubclass(type(thing), Screen))


@pytest.mark.requirement("X37")
def test_the_sweep_takes_what_screens_left_and_leaves_the_one_that_stands(pilot: Pilot) -> None:
    """X37: nobody else collects; of dropped screens only drawings lie in cycles until the sweeper comes."""
    attract = replace(visits(Language.EN)["attract"], id="boot.9", state=states.Attract())
    pilot.show(attract)
    gc.collect()
    gc.collect()
    gc.disable()
    try:
        for name in SHOWN:
            pilot.show(visits(Language.EN)[name])
        pilot.show(replace(attract, id="boot.10"))
        pilot.dismantle()
        fault, left = weakref.ref(Fault()), drawings()
        assert alive() == {"AttractScreen": 1}
        assert fault() is not None
        sweeper = Sweeper()
        visit = replace(attract, id="boot.10")
        sweeper.tick(visit)
        for _ in range(SWEEPS):
            sweeper.tick(replace(visit, now=visit.now + LULL))
        assert alive() == {"AttractScreen": 1}
        assert fault() is None
        assert drawings() < left
        assert gc.collect() == 0
    finally:
        gc.enable()
