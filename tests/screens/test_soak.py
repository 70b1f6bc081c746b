"""Visit after visit leaves nothing: no widget, thread or descriptor more behind each round (`scripts/soak visits`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.conftest import Pilot
from tests.soak.visits import JOURNEYS, Stay, growing, held

WARM, ROUNDS = 1, 3


@pytest.fixture
def stay(pilot: Pilot, tmp_path: Path) -> Iterator[Stay]:
    made = Stay(tmp_path, pilot.app, pilot.frames)
    yield made
    made.close()


@pytest.mark.timeout(300)
@pytest.mark.requirement("X37")
def test_nothing_is_more_behind_each_round_of_visits(stay: Stay) -> None:
    """X37: paying, calling, looking, complaining, by number, in large type, walking away."""
    for _ in range(WARM):
        stay.round()
    counts = [held()]
    for _ in range(ROUNDS):
        stay.round()
        counts.append(held())
    assert stay.played == (WARM + ROUNDS) * len(JOURNEYS)
    assert growing(counts) == []


def test_what_grows_is_told() -> None:
    """One widget in each round is; a cache of Python's own that fills a little is not."""
    rounds = [
        Counter({"screens.widgets.push.Push": 5 + n, "builtins.set": 70 + n, "(threads)": 9})
        for n in range(3)
    ]
    assert growing(rounds) == ["screens.widgets.push.Push: [5, 6, 7]"]
