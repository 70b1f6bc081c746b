"""The soak's judge: it finds 2 KiB a visit below jumps and noise, and nothing where nothing grows."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.soak.slope import fit
from tests.soak.visits import grown


def run(slope: float) -> list[tuple[float, float]]:
    """Rounds of seven visits, noise of 150 KiB, and one jump of half a megabyte."""
    chance = random.Random(7)
    return [(7 * n, 200_000 + slope * 7 * n + chance.gauss(0, 150) + 500 * (n > 250)) for n in range(285)]


def test_a_leak_of_two_kib_a_visit_is_found() -> None:
    found = fit(run(2.0))
    assert found.middle == pytest.approx(2.0, abs=0.3)
    assert found.error < 0.1


def test_where_nothing_grows_a_late_jump_does_not_decide() -> None:
    assert fit(run(0.0)).middle < 0.3


def test_two_samples_are_no_slope() -> None:
    with pytest.raises(ValueError, match="three"):
        fit([(1, 1), (2, 2)])


def test_one_object_a_round_is_found_and_a_full_cache_is_not() -> None:
    first, last = Counter(leaked=5, cache=100), Counter(leaked=105, cache=120)
    assert grown(first, last, 100) == ["leaked: 5 -> 105"]
