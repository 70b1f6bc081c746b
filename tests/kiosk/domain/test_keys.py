"""Keys and headphones: a sign of life everywhere, a beginning where nobody was; and a fact that outlives the visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.house import Task
from kiosk.domain.key_name import CODES
from kiosk.domain.keypad import SWITCHES, NavKey
from kiosk.domain.preferences import Preferences, Scanning, Size
from tests.kiosk.domain.examples import HOUSE, visit

KEYS = tuple(events.KeyPressed(key) for key in NavKey)
PLUGGED, PULLED = events.HeadphonesPlugged(), events.HeadphonesPulled()


@pytest.mark.parametrize("event", [*KEYS, PLUGGED])
def test_any_key_and_a_plug_begin_a_visit(event: Event) -> None:
    """Whoever cannot see the screen need not find anything first."""
    after, asked = step(visit(states.Attract()), event)
    assert (after.state, asked) == (states.Home(), ())
    assert after.touched_at == after.now


@pytest.mark.parametrize("event", [*KEYS, PLUGGED])
def test_what_lies_over_the_resting_screen_is_not_begun_away(event: Event) -> None:
    before = visit(states.Attract(), overlay=states.Help())
    after, _ = step(before, event)
    assert (after.state, after.overlay) == (states.Attract(), states.Help())


@pytest.mark.parametrize("event", [*KEYS, PLUGGED])
def test_any_key_answers_the_idle_warning_and_does_nothing_else(event: Event) -> None:
    """One press continues, ten times and more; all that was typed is still there."""
    waiting = visit(states.PinWanted(Task.PAY, "C", "12"))
    for _ in range(11):
        warned = replace(waiting, overlay=states.IdleWarning(waiting.now + timedelta(seconds=30)))
        after, asked = step(warned, event)
        assert (after.state, after.overlay, asked) == (waiting.state, None, ())
        assert after.touched_at == after.now


def test_a_key_is_a_sign_of_life() -> None:
    before = visit(states.Home())
    later = replace(before, now=before.now + timedelta(seconds=100))
    for key in KEYS:
        after, _ = step(later, key)
        assert after.touched_at == later.now
        assert after.state == before.state


def test_who_pulls_the_plug_may_have_gone() -> None:
    before = replace(visit(states.Home()), touched_at=None)
    after, _ = step(before, PULLED)
    assert after.touched_at is None
    assert step(visit(states.Attract()), PULLED)[0].state == states.Attract()


def test_headphones_are_known_as_long_as_the_keypad_tells() -> None:
    """Also under the idle warning, and for the next customer: they hang there still."""
    warned = replace(
        visit(states.Home()), overlay=states.IdleWarning(visit(states.Home()).now + timedelta(seconds=9))
    )
    assert warned.health.headphones is None
    plugged, _ = step(warned, PLUGGED)
    assert plugged.health.headphones is True
    assert step(plugged, events.Ended())[0].health.headphones is True
    pulled, _ = step(plugged, PULLED)
    assert pulled.health.headphones is False
    for state, known in ((DeviceState.ONLINE, True), (DeviceState.UNPLUGGED, None)):
        told, _ = step(plugged, events.DeviceReported(DeviceStatus(Device.KEYPAD, state)))
        assert told.health.headphones is known
    other = DeviceStatus(Device.CABINET, DeviceState.UNPLUGGED)
    assert step(plugged, events.DeviceReported(other))[0].health.headphones is True


@pytest.mark.requirement("B7")
def test_which_key_it_was_is_not_told_to_a_log() -> None:
    """B7: keys type PINs."""
    assert len({repr(key) for key in KEYS}) == 1


def test_each_key_has_one_code_and_each_code_one_name() -> None:
    assert len(set(CODES.values())) == len(CODES)
    #: linux/input-event-codes.h
    known = {"ESC": 1, "ENTER": 28, "F1": 59, "F12": 88, "KPENTER": 96, "UP": 103, "RIGHT": 106, "DOWN": 108}
    known |= {
        "VOLUMEDOWN": 114,
        "VOLUMEUP": 115,
        "HELP": 138,
        "PLAYPAUSE": 164,
        "F13": 183,
        "F15": 185,
        "F24": 194,
    }
    assert {name: CODES[name] for name in known} == known


@pytest.mark.requirement("X42")
@pytest.mark.parametrize("key", SWITCHES)
@pytest.mark.parametrize("state", [states.Attract(), states.Home(), states.PinWanted(Task.PAY, "C", "12")])
def test_the_first_press_of_a_switch_begins_to_scan_wherever_one_is(key: NavKey, state: states.State) -> None:
    """X42: as the site begins it; nobody has to find a setting first."""
    house = replace(HOUSE, scanning=Scanning.AUTO, scan_pace=timedelta(seconds=3))
    wish = Preferences(Size.XL)
    after, _ = step(visit(state, house=house, preferences=wish), events.KeyPressed(key))
    assert after.preferences == replace(wish, scanning=Scanning.AUTO, pace=timedelta(seconds=3))


@pytest.mark.requirement("X42")
def test_who_scans_already_keeps_the_way_of_it_and_the_next_one_does_not() -> None:
    """X42."""
    wish = Preferences(scanning=Scanning.AUTO, pace=timedelta(seconds=1))
    after, _ = step(visit(states.Home(), preferences=wish), events.KeyPressed(NavKey.SWITCH_MOVE))
    assert after.preferences == wish
    assert step(after, events.Ended())[0].preferences == Preferences()


def test_other_keys_begin_no_scanning() -> None:
    for key in NavKey:
        after, _ = step(visit(states.Home()), events.KeyPressed(key))
        assert (after.preferences.scanning is Scanning.STEP) is (key in SWITCHES)
