"""D6: how long one waits at a counter is said roundly, with its moment, and never when it is old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.calendar import Closing, Counter, Opening
from kiosk.domain.wait import Wait, Waits
from tests.kiosk.domain.drafts import EN, NOW
from tests.kiosk.domain.examples import HOUSE, play, tick, visit

LIMIT = timedelta(minutes=20)
#: NOW is five past two on a Monday.
COUNTER = Counter("S", {EN: "S"}, {}, {}, "", (Opening(0, time(9), time(12)), Opening(0, time(13), time(17))))
TOLD = Wait("S", 4, 2, 15, NOW - timedelta(minutes=5))


def said(wait: Wait = TOLD, counter: Counter = COUNTER, now: datetime = NOW, **more: timedelta) -> bool:
    return Waits((wait,), **more).at(counter, now, LIMIT) is not None


@pytest.mark.requirement("D6")
@pytest.mark.parametrize(("age", "shown"), [(0, True), (19.9, True), (20, False), (21, False), (600, False)])
def test_it_is_said_until_the_limit_and_no_longer(age: float, shown: bool) -> None:
    """D6: never a stale number."""
    assert said(replace(TOLD, told_at=NOW - timedelta(minutes=age))) is shown


@pytest.mark.requirement("D6")
@pytest.mark.parametrize(
    ("counter", "now", "shown"),
    [
        (COUNTER, NOW.replace(hour=12, minute=0), False),
        (COUNTER, NOW.replace(hour=11, minute=59), True),
        (COUNTER, NOW.replace(hour=17, minute=0), False),
        (replace(COUNTER, closings=(Closing(NOW.date(), "typhoon", {}),)), NOW, False),
        (replace(COUNTER, closings=(Closing(date(2026, 11, 24), "typhoon", {}),)), NOW, True),
        (replace(COUNTER, name="elsewhere"), NOW, False),
        (replace(COUNTER, hours=()), NOW, True),
        (replace(COUNTER, hours=(), closings=(Closing(NOW.date(), "typhoon", {}),)), NOW, False),
    ],
)
def test_where_nobody_is_there_nothing_is_said(counter: Counter, now: datetime, shown: bool) -> None:
    """D6: after hours, at noon, on a closed day; without told hours the number itself says that somebody is there."""
    assert said(replace(TOLD, told_at=now - timedelta(minutes=1)), counter, now) is shown


def test_no_open_counter_is_no_waiting_time() -> None:
    assert not said(replace(TOLD, counters=0, minutes=0))


@pytest.mark.parametrize(("minutes", "about", "short", "long"), [
    (0, 5, True, False), (4, 5, True, False), (5, 5, False, False), (6, 10, False, False), (10, 10, False, False),
    (11, 15, False, False), (26, 30, False, False), (31, 40, False, False), (60, 60, False, False), (61, 60, False, True),
    (600, 60, False, True),
])  # fmt: skip
def test_it_is_rounded_as_people_say_it(minutes: int, about: int, short: bool, long: bool) -> None:
    """Up: who waits less than promised does not mind."""
    wait = replace(TOLD, minutes=minutes)
    assert (wait.about, wait.is_short, wait.is_long) == (about, short, long)


@pytest.mark.requirement("D6")
@pytest.mark.parametrize(("minutes", "shown"), [(-4, True), (4, True), (-14, False), (14, False)])
def test_its_age_is_that_of_the_centres_clock(minutes: int, shown: bool) -> None:
    """D6: however far this kiosk's clock is ahead or behind; taken by its own, ten minutes may be too old or to come."""
    ahead = timedelta(minutes=minutes)
    ten_old = replace(TOLD, told_at=NOW - ahead - timedelta(minutes=10))
    assert said(ten_old, ahead=ahead)
    assert not said(replace(ten_old, told_at=ten_old.told_at - LIMIT), ahead=ahead)
    assert said(replace(TOLD, told_at=NOW - timedelta(minutes=10)), ahead=ahead) is shown


def test_a_moment_in_the_future_is_not_said() -> None:
    assert said(replace(TOLD, told_at=NOW + timedelta(seconds=40)))
    assert not said(replace(TOLD, told_at=NOW + timedelta(seconds=61)))
    never = Waits((replace(TOLD, told_at=NOW + timedelta(seconds=40)),))
    assert never.at(COUNTER, NOW, timedelta()) is None


@pytest.mark.requirement("D6")
def test_a_clock_that_is_set_back_makes_no_number_younger() -> None:
    """D6: the age goes on from where it was; a clock set forward hides the number at once."""
    here = visit(states.SiteShown(), house=replace(HOUSE, waits=Waits((TOLD,)), wait_limit=LIMIT))
    back = timedelta(hours=1)
    set_back, _ = play(here, tick(60), events.Ticked(NOW - back))
    assert set_back.house.waits.ahead == -back - timedelta(seconds=60)
    hour = COUNTER.hours[1]
    counter = replace(COUNTER, hours=(replace(hour, opens=time(12)),))
    assert set_back.house.waits.at(counter, set_back.now, LIMIT)
    later, _ = play(set_back, events.Ticked(NOW - back + timedelta(minutes=14)))
    assert later.house.waits.at(counter, later.now, LIMIT) is None
    forward, _ = play(here, events.Ticked(NOW + timedelta(minutes=30)))
    assert forward.house.waits.at(COUNTER, forward.now, LIMIT) is None


@pytest.mark.requirement("D6")
def test_a_newer_number_is_said_at_once_also_while_somebody_reads() -> None:
    """D6: and the house of the next visit knows it too."""
    newer = Waits((replace(TOLD, minutes=40),))
    reading = visit(states.SiteShown(), coming=replace(HOUSE, slip_days=1))
    after, effects = play(reading, events.ContentPulled(newer))
    assert (after.state, effects) == (states.SiteShown(), [])
    assert after.house.waits == newer
    assert after.coming == replace(HOUSE, slip_days=1, waits=newer)
    resting, _ = play(visit(), events.ContentPulled(newer))
    assert (resting.house.waits, resting.coming) == (newer, None)
