"""Two visits one after the other: the later one looks as if nobody had ever been here before."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from kiosk.domain.visit import Visit
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

#: Pairs by chance, the same ones in every run.
PAIRS, SEED = 24, 20261127
#: Every so manyth first one had another size: a frame for it is made anew, which takes its time.
RESIZED = 8
LANGUAGES = tuple(Language)


def pairs() -> list[tuple[Visit, Visit]]:
    """Of the first any screen, language and look, of some another size; of the second any screen and language."""
    chance = random.Random(SEED)

    def any_visit() -> Visit:
        shown = visits(chance.choice(LANGUAGES))
        return shown[chance.choice(list(shown))]

    return [
        (replace(any_visit(), id=f"boot.{2 * at}", preferences=_wishes(chance, at)), any_visit())
        for at in range(PAIRS)
    ]


def _wishes(chance: random.Random, at: int) -> Preferences:
    if at % RESIZED:
        return Preferences(contrast=chance.choice(list(Contrast)))
    return Preferences(Size.XL, chance.choice(list(Contrast)), low=True)


def seen(pilot: Pilot, visit: Visit) -> list[dict[str, Any]]:
    """Names, roles, states and places of all there is; what is read out and worked by keys is made of it."""
    pilot.show(visit)
    pilot.frames(3)
    return pilot.tree()


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("X37", "X38")
def test_a_later_visit_is_as_if_it_were_the_first(pilot: Pilot) -> None:
    """X37, X38: whoever was here, and however they had it set, the next one's screen is the same to the pixel."""
    for at, (earlier, later) in enumerate(pairs()):
        alone = seen(pilot, replace(later, id="boot.alone"))
        pilot.root.forget()
        pilot.show(earlier)
        _leave_traces(pilot)
        assert seen(pilot, replace(later, id=f"boot.{2 * at + 1}")) == alone, (earlier.state, later.state)


def _leave_traces(pilot: Pilot) -> None:
    """Turn to the last leaf and go about by keys, as somebody might leave it."""
    leaf = pilot.root.leaf
    leaf.turn(leaf.at.pages - 1)
    pilot.frames(2)
    from kiosk.domain.keypad import NavKey

    pilot.app.press(NavKey.NEXT)
    pilot.frames(1)
