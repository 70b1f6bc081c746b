"""Which windows are offered: by the centre's calendar while it tells of any, else by the settings without closed days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.calendar import Calendar, Closing, Counter, Free, Opening, call_windows, next_closing
from kiosk.domain.callback import Topic, Window
from kiosk.domain.content import placed
from kiosk.domain.language import Language
from tests.kiosk.domain.drafts import NOW, TAIPEI
from tests.kiosk.domain.examples import HOURS, HOUSE, play, visit


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=TAIPEI)


def free(day: int, first: int, last: int, left: int = 3) -> Free:
    return Free(at(day, first), at(day, last), left)


CALENDAR = Calendar(
    NOW,
    closings=(Closing(date(2026, 11, 24), "typhoon", {}),),
    windows=(free(23, 13, 15), free(23, 15, 17, left=0), free(25, 9, 12), free(25, 13, 15)),
)


@pytest.mark.requirement("G2")
def test_a_full_window_is_not_offered() -> None:
    """G2: nor one of a closed day; the soonest is now, because somebody is there."""
    offered = call_windows(CALENDAR, HOURS, NOW)
    assert offered == (
        Window(NOW, NOW + timedelta(hours=2), soonest=True),
        Window(at(25, 9), at(25, 12)),
        Window(at(25, 13), at(25, 15)),
    )


@pytest.mark.requirement("G2")
def test_when_the_present_window_is_full_the_soonest_is_the_next_free_one() -> None:
    full = replace(CALENDAR, windows=(free(23, 13, 15, left=0), *CALENDAR.windows[1:]))
    assert call_windows(full, HOURS, NOW)[0] == Window(at(25, 9), at(25, 12), soonest=True)


@pytest.mark.requirement("D6")
def test_an_old_copy_still_knows_the_closed_days() -> None:
    """D6: its windows have all passed; the settings' hours are offered, but not on the typhoon day."""
    old = replace(CALENDAR, windows=())
    days = {window.begins.date() for window in call_windows(old, HOURS, NOW)}
    assert date(2026, 11, 23) in days
    assert date(2026, 11, 24) not in days
    assert date(2026, 11, 25) in days
    assert date(2026, 11, 24) in {window.begins.date() for window in call_windows(None, HOURS, NOW)}


def test_on_a_closed_day_nobody_is_there_now() -> None:
    today = replace(CALENDAR, windows=(), closings=(Closing(NOW.date(), "typhoon", {}),))
    first = call_windows(today, HOURS, NOW)[0]
    assert (first.soonest, first.begins) == (True, at(24, 9))


@pytest.mark.requirement("G2")
def test_the_screen_of_windows_follows_the_calendar() -> None:
    house = placed(HOUSE, CALENDAR)
    after, _ = play(visit(states.TopicWanted(), house=house), events.TopicChosen(Topic.BILLING))
    assert after.state == states.WindowWanted(Topic.BILLING, call_windows(CALENDAR, HOURS, NOW))


def test_a_counters_hours_are_whole_stretches() -> None:
    halves = tuple(
        Opening(0, *pair) for pair in ((time(9), time(9, 30)), (time(9, 30), time(10)), (time(13), time(14)))
    )
    counter = Counter(
        "A", {Language.EN: "A"}, {}, {}, "", halves, (Closing(date(2026, 11, 30), "other", {}),)
    )
    assert counter.openings(date(2026, 11, 23)) == ((time(9), time(10)), (time(13), time(14)))
    assert counter.openings(date(2026, 11, 24)) == ()
    assert counter.openings(date(2026, 11, 30)) == ()
    assert next_closing(counter.closings, date(2026, 11, 23)) == counter.closings[0]
    assert next_closing(counter.closings, date(2026, 12, 1)) is None


def test_a_kiosk_finds_its_own_counter_by_its_name_in_any_language() -> None:
    counter = Counter("S", {Language.EN: "Sanchong office"}, {}, {}, "")
    assert Calendar(NOW, counters=(counter,)).counter(HOUSE.site) is counter
    assert Calendar(NOW).counter(HOUSE.site) is None
