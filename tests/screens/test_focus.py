"""Keys of the keypad at the real window: what has the focus, how it moves, stays and goes, and what Select does there."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.house import Task
from kiosk.domain.keypad import SWITCHES, NavKey
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from screens.theme import LIGHT, NIGHT
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.keys import go_to
from tests.screens.test_taps import TAPS
from tests.screens.test_theme import contrast
from tests.screens.visits import BILLS, CHOOSING, NOW, visit

KEYS = [events.KeyPressed(key) for key in NavKey]
#: Those that move and choose one by one; what switches do stands in test_scanning.
SINGLE = [key for key in NavKey if key not in SWITCHES]
ZH = visits(Language.ZH_HANT)


def press(pilot: Pilot, *keys: NavKey) -> None:
    for key in keys:
        pilot.app.press(key)
    pilot.frames(4)


def done(pilot: Pilot) -> list[Event]:
    """What was sent, but for the signs of life."""
    return [event for event in pilot.sent if event not in KEYS]


def focus(pilot: Pilot) -> dict[str, Any] | None:
    """The one node that says so."""
    found = [node for node in pilot.tree() if node["focus"]]
    assert len(found) <= 1
    return found[0] if found else None


def at(pilot: Pilot) -> str:
    node = focus(pilot)
    return node["id"] or node["role"] if node else ""


# --- where it begins and goes ------------------------------------------------------------------------


@pytest.mark.accessibility("INP-05")
@pytest.mark.requirement("X42")
@pytest.mark.parametrize("key", SINGLE)
def test_the_first_key_shows_where_one_is_and_does_nothing(pilot: Pilot, key: NavKey) -> None:
    """X42: at the heading; also where Select or Back would lead away."""
    pilot.show(ZH["bills"])
    assert at(pilot) == ""
    press(pilot, key)
    assert at(pilot) == "heading"
    assert focus(pilot)["name"] == pilot.root.screen.title  # type: ignore[index]
    assert pilot.sent == [events.KeyPressed(key)]


@pytest.mark.accessibility("INP-02", "INP-05")
@pytest.mark.requirement("X42")
@pytest.mark.parametrize("name", sorted(ZH)[::4])
def test_next_visits_all_that_is_told_once_and_wraps(pilot: Pilot, name: str) -> None:
    """X42: every control and every text, in reading order, on every fourth screen; Previous the other way; nothing is
    chosen and nowhere is left by it."""
    from screens.accessibility import told

    pilot.show(ZH[name])
    root = pilot.root
    front, seen = root.front, list(told(root))
    pilot.app.press(NavKey.NEXT)
    for key, order in ((NavKey.NEXT, seen), (NavKey.PREVIOUS, seen[::-1])):
        visited = []
        for _ in seen:
            pilot.app.press(key)
            visited.append(root.focused)
        turn = order.index(visited[0])
        assert visited == [*order[turn:], *order[:turn]]
    assert len([node for node in pilot.tree() if node["focus"]]) == 1
    assert done(pilot) == []
    assert pilot.root.front is front


@pytest.mark.requirement("X42")
def test_a_finger_takes_the_focus_away_and_a_key_brings_it_back(pilot: Pilot) -> None:
    """X42: at the beginning, for nobody knows who it is now."""
    pilot.show(ZH["bills"])
    go_to(pilot.app, "bill.W1")
    pilot.touch(540, 1880)
    assert at(pilot) == ""
    press(pilot, NavKey.SELECT)
    assert at(pilot) == "heading"
    assert done(pilot) == []


def test_after_the_visit_nothing_has_the_focus_and_nothing_is_held(pilot: Pilot) -> None:
    pilot.show(ZH["bills"])
    go_to(pilot.app, "bill.W1")
    pilot.show(replace(visit(states.Attract()), id="boot.2", customer=None))
    assert pilot.root.focused is None
    assert pilot.root.focus._places == {}
    assert at(pilot) == ""


# --- what it does there --------------------------------------------------------------------------------


@pytest.mark.requirement("X42", "A1")
@pytest.mark.parametrize(("name", "tag", "event"), TAPS[::2])
def test_select_sends_what_a_finger_sends(pilot: Pilot, name: str, tag: str, event: Event) -> None:
    """X42, A1: every second of the taps, by keys alone."""
    pilot.show(ZH[name])
    go_to(pilot.app, tag)
    press(pilot, NavKey.SELECT)
    assert done(pilot) == [event]


@pytest.mark.accessibility("INP-03")
@pytest.mark.requirement("X42")
@pytest.mark.parametrize(
    ("name", "tag"),
    [("pin.asking", "nav.primary"), ("bills.none_chosen", "nav.primary"), ("paying.insert_card", "nav.end")],
)
def test_what_cannot_be_done_now_is_reached_says_so_and_does_nothing(
    pilot: Pilot, name: str, tag: str
) -> None:
    """X42."""
    pilot.show(ZH[name])
    go_to(pilot.app, tag)
    assert "disabled" in focus(pilot)["state"]  # type: ignore[index]
    press(pilot, NavKey.SELECT)
    assert done(pilot) == []


def test_a_text_is_read_and_not_chosen(pilot: Pilot) -> None:
    pilot.show(ZH["bills"])
    press(pilot, NavKey.NEXT, NavKey.NEXT, NavKey.SELECT)
    assert at(pilot) == "text"
    assert done(pilot) == []


@pytest.mark.accessibility("INP-01")
def test_a_number_is_typed_by_keys(pilot: Pilot) -> None:
    """Digits are controls like all others, 1-2-3 on top."""
    pilot.show(visit(states.PinWanted(Task.PAY, "C", "")))
    for digit in "482913":
        go_to(pilot.app, f"keypad.{digit}")
        press(pilot, NavKey.SELECT)
    assert done(pilot) == [events.DigitTyped(digit) for digit in "482913"]
    assert at(pilot) == "keypad.3"


@pytest.mark.accessibility("INP-03")
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("bills", [events.WentBack()]),
        ("help", [events.OverlayClosed()]),
        ("languages", [events.OverlayClosed()]),
        ("home", []),
        ("paying.insert_card", []),
    ],
)
def test_back_leads_back_where_there_is_a_way(pilot: Pilot, name: str, sent: list[Event]) -> None:
    pilot.show(ZH[name])
    press(pilot, NavKey.NEXT, NavKey.BACK)
    assert done(pilot) == sent


@pytest.mark.parametrize("key", [NavKey.REPEAT, NavKey.VOLUME_UP, NavKey.VOLUME_DOWN])
def test_what_is_said_and_how_loud_is_not_the_focus_s_affair(pilot: Pilot, key: NavKey) -> None:
    pilot.show(ZH["bills"])
    go_to(pilot.app, "bill.W1")
    press(pilot, key)
    assert at(pilot) == "bill.W1"
    assert done(pilot) == []


# --- what is drawn anew ---------------------------------------------------------------------------------


@pytest.mark.requirement("X42")
def test_it_stays_on_its_control_however_the_screen_is_drawn_anew(pilot: Pilot) -> None:
    """X42: ticked, in another language, with other rows around it; made anew or not."""
    pilot.show(visit(CHOOSING))
    go_to(pilot.app, "bill.W1")
    before = pilot.root.focused
    pilot.show(visit(replace(CHOOSING, chosen=frozenset())))
    assert (at(pilot), pilot.root.focused) == ("bill.W1", before)
    pilot.show(visit(CHOOSING, Language.EN))
    assert at(pilot) == "bill.W1"
    pilot.show(visit(replace(CHOOSING, bills=BILLS[1:])))
    assert at(pilot) == "bill.W1"
    assert pilot.root.focused is not before
    go_to(pilot.app, "nav.primary")
    pilot.show(visit(replace(CHOOSING, chosen=frozenset({"W1"}))))
    assert at(pilot) == "nav.primary"


@pytest.mark.requirement("X42")
def test_a_control_that_is_gone_leaves_no_other_under_the_thumb(pilot: Pilot) -> None:
    """X42: Select pressed at that moment does nothing that was not aimed at."""
    pilot.show(visit(CHOOSING))
    go_to(pilot.app, "bill.W1")
    pilot.show(visit(replace(CHOOSING, bills=BILLS[:1], chosen=frozenset())))
    assert at(pilot) == "heading"
    press(pilot, NavKey.SELECT)
    assert done(pilot) == []


@pytest.mark.requirement("X42")
@pytest.mark.parametrize("name", ["paid", "review"])
def test_a_new_screen_begins_at_its_heading(pilot: Pilot, name: str) -> None:
    """X42: though it has a control of the same name."""
    pilot.show(ZH["bills"])
    go_to(pilot.app, "nav.primary")
    pilot.show(ZH[name])
    assert at(pilot) == "heading"
    press(pilot, NavKey.SELECT)
    assert done(pilot) == []


@pytest.mark.accessibility("INP-03")
@pytest.mark.requirement("X42")
def test_a_dialog_holds_the_focus_and_gives_it_back(pilot: Pilot) -> None:
    """X42."""
    pilot.show(visit(CHOOSING))
    go_to(pilot.app, "nav.help")
    pilot.show(visit(CHOOSING, overlay=states.Help()))
    inside = {node["id"] for node in pilot.tree()}
    assert focus(pilot) is not None
    for _ in range(2 * len(pilot.tree())):
        press(pilot, NavKey.NEXT)
        assert focus(pilot)["id"] in inside  # type: ignore[index]
    assert "nav.help" not in inside
    pilot.show(visit(CHOOSING))
    assert at(pilot) == "nav.help"


# --- with the visit behind it -----------------------------------------------------------------------------


@pytest.fixture
def stepped(pilot: Pilot, monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """The rules answer at once; the last one is the visit now."""
    past: list[Visit] = []

    def tap(event: Event) -> None:
        pilot.sent.append(event)
        past.append(step(past[-1], event)[0])
        pilot.app.show(past[-1])

    monkeypatch.setattr(pilot.app, "_tap", tap)
    return past


@pytest.mark.requirement("X42")
def test_a_key_begins_a_visit_and_is_used_up_by_that(pilot: Pilot, stepped: list[Visit]) -> None:
    """X42: Select does not press what it could not know of."""
    stepped.append(replace(visit(states.Attract()), customer=None))
    pilot.show(stepped[-1])
    press(pilot, NavKey.SELECT)
    assert stepped[-1].state == states.Home()
    assert done(pilot) == []
    assert at(pilot) == "heading"


@pytest.mark.parametrize("key", SINGLE)
def test_a_key_that_answers_the_warning_does_nothing_else(
    pilot: Pilot, stepped: list[Visit], key: NavKey
) -> None:
    """And the focus is where it was."""
    stepped.append(visit(CHOOSING))
    pilot.show(stepped[-1])
    go_to(pilot.app, "bill.W1")
    stepped.append(replace(stepped[-1], overlay=states.IdleWarning(NOW)))
    pilot.show(stepped[-1])
    press(pilot, key)
    assert stepped[-1].overlay is None
    assert stepped[-1].state == CHOOSING
    assert at(pilot) == "bill.W1"


# --- what is seen of it -------------------------------------------------------------------------------------


def seen(pilot: Pilot) -> Image.Image:
    from screens.robot_touch import picture

    pilot.frames(4)
    return Image.open(BytesIO(picture())).convert("RGB")


def ring_at(pilot: Pilot, picture: Image.Image) -> list[str]:
    """The colours from outside to inside, left of the middle of what has the focus."""
    node = focus(pilot)
    assert node is not None
    left, top, _, height = node["rect"]
    pixels = [picture.getpixel((left - off, top + height // 2)) for off in (7, 2)]
    return ["#" + bytes(pixel).hex().upper() for pixel in pixels if isinstance(pixel, tuple)]


@pytest.mark.accessibility("INP-04")
@pytest.mark.parametrize(
    ("name", "tag"),
    [("bills", "bill.W1"), ("bills", "nav.primary"), ("attract", "attract.start"), ("help", "help.callback"),
     ("maintenance", "nav.primary"), ("pin", "keypad.5")],
)  # fmt: skip
@pytest.mark.requirement("X42")
def test_the_ring_is_around_it_and_above_everything(pilot: Pilot, name: str, tag: str) -> None:
    """X42: 1.5 mm of dark and 1 mm of light, also above a dialog; gone with the first touch."""
    pilot.show(ZH[name])
    before = seen(pilot)
    go_to(pilot.app, tag)
    assert ring_at(pilot, seen(pilot)) == [LIGHT.focus, LIGHT.focus_light]
    pilot.root.focus.leave()
    assert seen(pilot).tobytes() == before.tobytes()


def test_the_ring_follows_what_moves(pilot: Pilot) -> None:
    """A notice above pushes the row down; the ring goes with it."""
    pilot.show(visit(CHOOSING))
    go_to(pilot.app, "bill.G1")
    before = focus(pilot)["rect"]  # type: ignore[index]
    pilot.show(visit(replace(CHOOSING, bills=BILLS[1:])))
    assert focus(pilot)["rect"] != before  # type: ignore[index]
    assert ring_at(pilot, seen(pilot)) == [LIGHT.focus, LIGHT.focus_light]


@pytest.mark.accessibility("COL-02", "INP-04")
@pytest.mark.parametrize("palette", [LIGHT, NIGHT])
def test_one_of_its_lines_stands_out_on_any_ground(palette: Any) -> None:
    """WCAG 2.2, 1.4.11: 3:1 to what is beside it; and the two to each other."""
    grounds = ("paper", "surface", "chosen", "primary", "primary_soft", "deep", "deep_soft", "accent", "accent_soft",
               "info_soft", "danger_soft", "success_soft", "disabled")  # fmt: skip
    assert contrast(palette.focus, palette.focus_light) >= 7
    for ground in grounds:
        beside = getattr(palette, ground)
        assert max(contrast(line, beside) for line in (palette.focus, palette.focus_light)) >= 3, ground
