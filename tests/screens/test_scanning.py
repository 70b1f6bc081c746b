"""Two switches at the real window, and one: rows, then what stands in them; by itself only when it is wished."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.house import Task
from kiosk.domain.keypad import SWITCHES, NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences, Scanning
from kiosk.domain.visit import Visit
from screens.scanning import LOOKS, ROUNDS
from screens.theme import LIGHT
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.switches import choose
from tests.screens.test_taps import TAPS
from tests.screens.visits import BILLS, CHOOSING, NOW, visit

MOVE, CHOOSE = SWITCHES
ZH = visits(Language.ZH_HANT)
STEP = Preferences(scanning=Scanning.STEP)
AUTO = Preferences(scanning=Scanning.AUTO, pace=timedelta(seconds=2))


def press(pilot: Pilot, *keys: NavKey) -> None:
    for key in keys:
        pilot.app.press(key)
        pilot.frames(LOOKS + 1)


def scanning(pilot: Pilot, shown: Visit, wish: Preferences = STEP) -> None:
    """At the first row of it."""
    pilot.show(replace(shown, preferences=wish))
    press(pilot, MOVE)
    pilot.sent.clear()


def at(pilot: Pilot) -> list[str]:
    return [node["id"] for node in pilot.tree() if "scanned" in node["state"]]


def done(pilot: Pilot) -> list[Event]:
    return [event for event in pilot.sent if not isinstance(event, events.KeyPressed)]


def chosen(pilot: Pilot, tag: str) -> int:
    return choose(tag, lambda: at(pilot), lambda key: press(pilot, key))


@pytest.mark.requirement("X42")
@pytest.mark.parametrize("key", SWITCHES)
def test_the_first_press_shows_the_first_row_and_does_nothing(pilot: Pilot, key: NavKey) -> None:
    """X42."""
    pilot.show(replace(visit(states.PinWanted(Task.PAY, "C", "")), preferences=STEP))
    assert at(pilot) == []
    press(pilot, key)
    assert at(pilot) == ["keypad.1", "keypad.2", "keypad.3"]
    assert done(pilot) == []


@pytest.mark.requirement("X42")
def test_rows_then_what_stands_in_them_and_out_of_the_row_again(pilot: Pilot) -> None:
    """X42."""
    scanning(pilot, visit(states.PinWanted(Task.PAY, "C", "")))
    press(pilot, MOVE, CHOOSE)
    assert at(pilot) == ["keypad.4"]
    press(pilot, MOVE, MOVE)
    assert at(pilot) == ["keypad.6"]
    press(pilot, MOVE)
    assert at(pilot) == ["keypad.4", "keypad.5", "keypad.6"]
    assert done(pilot) == []


@pytest.mark.requirement("X42")
def test_a_number_is_typed_in_few_presses(pilot: Pilot) -> None:
    """X42: after each digit it begins at the first row."""
    scanning(pilot, visit(states.PinWanted(Task.PAY, "C", "")))
    presses = sum(chosen(pilot, f"keypad.{digit}") for digit in "482913")
    assert done(pilot) == [events.DigitTyped(digit) for digit in "482913"]
    assert at(pilot) == ["keypad.1", "keypad.2", "keypad.3"]
    assert presses == sum(2 + (int(digit) - 1) // 3 + (int(digit) - 1) % 3 for digit in "482913")


@pytest.mark.requirement("X42", "A1")
@pytest.mark.parametrize(("name", "tag", "event"), TAPS[1::3])
def test_a_switch_sends_what_a_finger_sends(pilot: Pilot, name: str, tag: str, event: Event) -> None:
    """X42, A1: every third of the taps, by two switches."""
    scanning(pilot, ZH[name])
    chosen(pilot, tag)
    assert done(pilot) == [event]


@pytest.mark.requirement("X42")
@pytest.mark.parametrize("name", sorted(ZH)[1::6])
def test_every_control_that_can_be_used_is_in_one_row(pilot: Pilot, name: str) -> None:
    """X42: on every sixth screen; passed once a round, and nothing is chosen by passing."""
    from screens.accessibility import told
    from screens.widgets.panel import Pressing

    scanning(pilot, ZH[name])
    usable = [one.tag for one in told(pilot.root) if isinstance(one, Pressing) and not one.disabled]
    passed, begun = list(at(pilot)), list(at(pilot))
    for _ in range(len(usable)):
        press(pilot, MOVE)
        if at(pilot) == begun:
            break
        passed += at(pilot)
    assert sorted(passed) == sorted(usable)
    assert done(pilot) == []


@pytest.mark.requirement("X42")
def test_what_is_gone_leaves_no_other_under_the_hand(pilot: Pilot) -> None:
    """X42: though another bill stands in its place; the next press only shows where one is."""
    scanning(pilot, visit(CHOOSING))
    while "bill.W1" not in at(pilot):
        press(pilot, MOVE)
    others = replace(CHOOSING, bills=(BILLS[0], BILLS[2]), chosen=frozenset())
    pilot.show(replace(visit(others), preferences=STEP))
    pilot.frames(LOOKS)
    assert at(pilot) == []
    press(pilot, CHOOSE)
    assert at(pilot) == ["bill.E1"]
    assert done(pilot) == []


@pytest.mark.requirement("X42")
def test_a_new_screen_and_a_dialog_begin_at_their_first_row(pilot: Pilot) -> None:
    """X42: and what lies below a dialog is not passed."""
    scanning(pilot, visit(CHOOSING))
    press(pilot, MOVE, MOVE)
    pilot.show(replace(visit(CHOOSING, overlay=states.Help()), preferences=STEP))
    pilot.frames(LOOKS)
    first = at(pilot)
    passed = set(first)
    press(pilot, MOVE)
    while at(pilot) != first:
        passed |= set(at(pilot))
        press(pilot, MOVE)
    assert "nav.help" not in passed
    assert "overlay.close" in passed


def test_a_finger_takes_the_ring_away_and_a_switch_brings_it_back(pilot: Pilot) -> None:
    scanning(pilot, visit(CHOOSING))
    pilot.touch(540, 1880)
    assert at(pilot) == []
    press(pilot, CHOOSE)
    assert at(pilot) != []
    assert done(pilot) == []


def test_keys_and_switches_do_not_mix(pilot: Pilot) -> None:
    scanning(pilot, visit(CHOOSING))
    press(pilot, NavKey.NEXT)
    assert at(pilot) == []
    assert [node["role"] for node in pilot.tree() if node["focus"]] == ["heading"]
    press(pilot, MOVE)
    assert at(pilot) != []


# --- by itself ----------------------------------------------------------------------------------------


def later(pilot: Pilot, shown: Visit, seconds: float) -> None:
    pilot.show(replace(shown, now=NOW + timedelta(seconds=seconds)))


@pytest.mark.requirement("X42")
def test_with_one_switch_it_moves_on_by_the_visit_s_clock(pilot: Pilot) -> None:
    """X42: at the pace that was chosen, and either switch chooses."""
    shown = replace(visit(states.PinWanted(Task.PAY, "C", "")), preferences=AUTO)
    scanning(pilot, shown, AUTO)
    later(pilot, shown, 0)
    for seconds, first in ((1.75, "keypad.1"), (2, "keypad.4"), (3.75, "keypad.4"), (4, "keypad.7")):
        later(pilot, shown, seconds)
        assert at(pilot)[0] == first
    press(pilot, MOVE)
    assert at(pilot) == ["keypad.7"]
    later(pilot, shown, 5)
    later(pilot, shown, 7)
    assert at(pilot) == ["keypad.8"]
    press(pilot, CHOOSE)
    assert done(pilot) == [events.DigitTyped("8")]


@pytest.mark.requirement("X42")
def test_it_waits_when_nobody_presses_any_more(pilot: Pilot) -> None:
    """X42: after three rounds; and its moving is no sign of life."""
    shown = replace(visit(states.PinWanted(Task.PAY, "C", "")), preferences=AUTO)
    scanning(pilot, shown, AUTO)
    places = []
    for turn in range(60):
        later(pilot, shown, 2 * turn)
        places.append(at(pilot))
    rows = len({tuple(place) for place in places})
    assert places[1 : 1 + ROUNDS * rows] != [places[0]] * ROUNDS * rows
    assert len({tuple(place) for place in places[ROUNDS * rows + 1 :]}) == 1
    assert pilot.sent == []


@pytest.mark.requirement("X42")
def test_step_by_step_nothing_moves_by_itself(pilot: Pilot) -> None:
    """X42."""
    shown = replace(visit(states.PinWanted(Task.PAY, "C", "")), preferences=STEP)
    scanning(pilot, shown)
    first = at(pilot)
    for turn in range(9):
        later(pilot, shown, 3 * turn)
    assert at(pilot) == first


# --- with the visit behind it ---------------------------------------------------------------------------


@pytest.mark.requirement("X42")
def test_a_switch_begins_a_visit_and_scans_at_once(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    """X42: from the first screen, with nothing set before; the press is used up; the next customer has none of it."""
    past = [replace(visit(states.Attract()), customer=None)]

    def tap(event: Event) -> None:
        past.append(step(past[-1], event)[0])
        pilot.app.show(past[-1])

    monkeypatch.setattr(pilot.app, "_tap", tap)
    pilot.show(past[-1])
    press(pilot, CHOOSE)
    assert isinstance(past[-1].state, states.Home)
    assert at(pilot) != []
    choose("home.pay", lambda: at(pilot), lambda key: press(pilot, key))
    assert past[-1].at(past[-1].state) == past[-1].at(states.CardWanted(Task.PAY))
    tap(events.Ended())
    pilot.frames(3)
    assert at(pilot) == []
    assert pilot.root.scan._front is None


def turn_to(pilot: Pilot, wanted: str) -> None:
    """The leaf of the dialog that has it."""
    leaf = pilot.root.leaf
    for page in range(leaf.at.pages):
        leaf.turn(page)
        pilot.frames(4)
        if wanted in [node["id"] for node in pilot.tree()]:
            return


def test_how_it_scans_is_chosen_where_everything_else_is(pilot: Pilot) -> None:
    home = visit(states.Home(), overlay=states.Accessibility())
    pilot.show(home)
    assert not [node for node in pilot.tree() if node["id"].startswith(("scanning.", "pace."))]
    pilot.show(replace(home, preferences=AUTO))
    for wanted in ("scanning.step", "pace.3"):
        turn_to(pilot, wanted)
        pilot.tap(wanted)
    assert pilot.sent == [
        events.PreferencesChosen(replace(AUTO, scanning=Scanning.STEP)),
        events.PreferencesChosen(replace(AUTO, pace=timedelta(seconds=3))),
    ]
    pilot.show(replace(home, preferences=STEP))
    assert not [node for node in pilot.tree() if node["id"].startswith("pace.")]


@pytest.mark.requirement("X42")
def test_the_ring_is_around_the_whole_row(pilot: Pilot) -> None:
    """X42: outside of its first and its last control."""
    from screens.robot_touch import picture

    scanning(pilot, visit(states.PinWanted(Task.PAY, "C", "")))
    pilot.frames(4)
    seen = Image.open(BytesIO(picture())).convert("RGB")
    rects = [node["rect"] for node in pilot.tree() if "scanned" in node["state"]]
    top, height = rects[0][1], rects[0][3]
    edges = rects[0][0] - 7, rects[-1][0] + rects[-1][2] + 6
    for x in edges:
        pixel = seen.getpixel((x, top + height // 2))
        assert isinstance(pixel, tuple)
        assert "#" + bytes(pixel).hex().upper() == LIGHT.focus


@pytest.mark.requirement("X42")
def test_the_ring_goes_with_its_row_when_others_come(pilot: Pilot) -> None:
    """X42: more stands above it now; it is the same row, and the same control of it."""
    shown = replace(visit(replace(CHOOSING, bills=BILLS[1:])), preferences=STEP)
    scanning(pilot, shown)
    while "bill.W1" not in at(pilot):
        press(pilot, MOVE)
    pilot.show(replace(visit(CHOOSING), preferences=STEP))
    pilot.frames(LOOKS)
    assert at(pilot) == ["bill.W1"]
    while "nav.back" not in at(pilot):
        press(pilot, MOVE)
    press(pilot, CHOOSE, MOVE)
    within = at(pilot)
    pilot.show(shown)
    pilot.frames(LOOKS)
    assert at(pilot) == within


@pytest.mark.requirement("X42")
def test_pictures_that_follow_at_once_do_not_take_the_ring_away(pilot: Pilot) -> None:
    """X42: as when bills come while the screen for them is laid out."""
    scanning(pilot, visit(states.Home()))
    waiting = states.BillsShown(waiting=True)
    pilot.app.show(replace(visit(waiting), preferences=STEP))
    pilot.app.show(replace(visit(CHOOSING), preferences=STEP))
    pilot.frames(LOOKS + 1)
    assert at(pilot) != []
