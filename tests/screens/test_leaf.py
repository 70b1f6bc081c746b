"""Where a screen that is higher than its room is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.leaf import cuts


def test_what_fits_is_one_leaf() -> None:
    assert cuts([(0, 400), (420, 800)], 800, 800) == [0]


@pytest.mark.accessibility("TXT-08")
def test_a_leaf_ends_between_two_things() -> None:
    assert cuts([(0, 300), (320, 620), (640, 940)], 940, 700) == [0, 640]


def test_what_is_higher_than_a_leaf_is_cut_all_the_same() -> None:
    assert cuts([(0, 1500)], 1500, 600) == [0, 600, 1200]


def test_the_last_two_leaves_share_what_they_hold() -> None:
    """A scrap alone on the last leaf would be overlooked."""
    rows = [(float(top), top + 90.0) for top in range(0, 700, 100)]
    first, second = cuts(rows, 690, 600)
    assert first == 0
    assert 300 <= second <= 400


SPANS = st.lists(st.tuples(st.floats(0, 3000), st.floats(20, 900)), max_size=20).map(
    lambda tops: sorted((top, top + height) for top, height in tops)
)


@pytest.mark.accessibility("TXT-08")
@given(SPANS, st.floats(160, 1500))
def test_everything_is_on_some_leaf(spans: list[tuple[float, float]], room: float) -> None:
    """Whatever stands where: every leaf begins below the one before, and what it holds has room on it."""
    height = max((below for _, below in spans), default=100.0)
    starts = cuts(spans, height, room)
    assert starts[0] == 0
    for one, other in itertools.pairwise([*starts, height]):
        assert other > one or (one, other) == (0, height)
        assert not [
            span
            for span in spans
            if span[0] < other - 1 and span[1] > one + room + 1 and one + room < other - 1
        ]
