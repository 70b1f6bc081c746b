"""When somebody may be called back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.domain.callback import Hours, offered_windows
from tests.kiosk.domain.drafts import NOW, TAIPEI
from tests.kiosk.domain.examples import HOURS


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.requirement("G1")
@pytest.mark.parametrize(
    ("now", "soonest", "next_one"),
    [
        (at(23, 14, 5), (at(23, 14, 5), at(23, 16, 5)), at(23, 15)),  # a working afternoon
        (at(23, 8, 59), (at(23, 9), at(23, 12)), at(23, 9)),  # before opening
        (at(23, 12, 30), (at(23, 13), at(23, 15)), at(23, 13)),  # lunch
        (at(23, 17, 0), (at(24, 9), at(24, 12)), at(24, 9)),  # the evening
        (at(27, 20, 0), (at(30, 9), at(30, 12)), at(30, 9)),  # Friday night
        (at(28, 10, 0), (at(30, 9), at(30, 12)), at(30, 9)),  # Saturday
        (at(29, 23, 59), (at(30, 9), at(30, 12)), at(30, 9)),  # Sunday
    ],
    ids=str,
)
def test_soonest_and_next(now: datetime, soonest: tuple[datetime, datetime], next_one: datetime) -> None:
    """G1: `soonest` counts from the next opening; the windows are whole and ahead."""
    first, second, *_ = offered_windows(now, HOURS)
    assert first.soonest
    assert (first.begins, first.ends) == soonest
    assert not second.soonest
    assert second.begins == next_one


def test_windows_are_ahead_in_order_and_have_keys_of_their_own() -> None:
    for hours_on in range(24 * 8):
        now = NOW + timedelta(hours=hours_on, minutes=7)
        windows = offered_windows(now, HOURS)
        assert len(windows) == 6
        assert len({window.key for window in windows}) == 6
        ahead = windows[1:]
        assert list(ahead) == sorted(ahead, key=lambda window: window.begins)
        assert all(window.begins > now and window.begins.weekday() < 5 for window in ahead)


def test_a_site_says_how_soon_soonest_is() -> None:
    quick = replace(HOURS, soonest=timedelta(minutes=20))
    assert offered_windows(NOW, quick)[0].ends == NOW + timedelta(minutes=20)


def test_a_house_that_calls_on_saturdays_only() -> None:
    hours = Hours(HOURS.windows, weekdays=(5,))
    assert {w.begins.weekday() for w in offered_windows(NOW, hours, count=9)[1:]} == {5}
