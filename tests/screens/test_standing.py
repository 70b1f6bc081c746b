"""What stands for hours moves by a pixel a minute, whole; no change of screens flashes; and what must not move stands."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens import drift
from screens.app import KioskWindow
from screens.drift import REACH, places
from screens.sheet import sheet
from screens.widgets.ring import Busy
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

STANDING = ("attract", "closed.hours", "out_of_order.hours")
#: WCAG 2.2, 2.3.1, general flash: opposing changes of a tenth of the greatest luminance. Stricter here: in any block.
SWING, BLOCKS = 0.1, 10


def shown(name: str) -> Visit:
    return visits(Language.EN)[name]


@pytest.mark.requirement("X46")
def test_the_way_leads_through_every_place_by_single_pixels_and_home() -> None:
    """X46: no pixel is left out; a step cannot be seen."""
    way = places()
    assert way[0] == (0, 0)
    assert set(way) == {(x, y) for x in range(-REACH, REACH + 1) for y in range(-REACH, REACH + 1)}
    assert {abs(x - a) + abs(y - b) for (x, y), (a, b) in zip(way, [*way[1:], way[0]], strict=True)} == {1}


def _told(pilot: Pilot) -> dict[tuple[str, str], list[int]]:
    return {(node["id"], node["name"]): node["rect"] for node in pilot.tree() if node["name"]}


@pytest.mark.requirement("X46")
@pytest.mark.parametrize("name", STANDING)
def test_what_stands_moves_whole_and_is_not_clipped(pilot: Pilot, name: str) -> None:
    """X46: every node by the same pixels, and none leaves the window."""
    pilot.show(shown(name))
    before = _told(pilot)
    for _ in range(2 * REACH):
        pilot.root.drift.step()
    pilot.frames(3)
    after, (x, y) = _told(pilot), pilot.root.drifted
    assert (x, y) in places()
    assert after.keys() == before.keys()
    for node, (left, top, width, height) in after.items():
        assert abs(left - before[node][0] - x) <= 1, node  # a rect is told in whole pixels
        assert abs(before[node][1] - top - y) <= 1, node
        assert min(left, top) >= 0, node
        assert left + width <= pilot.root.width, node
        assert top + height <= pilot.root.height, node


@pytest.mark.requirement("X46")
def test_it_begins_with_standing_and_ends_with_the_first_touch(pilot: Pilot) -> None:
    """X46: once a minute; under a finger everything is where it was laid out."""
    from kivy.clock import Clock

    def clocks() -> int:
        return sum(event.timeout == drift.PAUSE for event in Clock.get_events())

    pilot.show(shown("home"))
    assert clocks() == 0
    pilot.show(shown("attract"))
    pilot.show(shown("attract"))
    assert clocks() == 1
    pilot.root.drift.step()
    assert pilot.root.drifted != (0, 0)
    pilot.show(shown("home"))
    assert pilot.root.drifted == (0, 0)
    assert clocks() == 0


@pytest.mark.accessibility("SPK-14")
@pytest.mark.parametrize("name", ["attract", "home", "pin"])
def test_nothing_goes_dark_while_somebody_listens(pilot: Pilot, name: str) -> None:
    """SPK-14: the X server's own saver is held off, and what stands looks the same after an hour."""
    from kivy.core.window import Window

    assert not Window.allow_screensaver
    visit = shown(name)
    listening = replace(visit, health=replace(visit.health, headphones=True))
    pilot.show(listening)
    before = luminances()
    assert max(before) - min(before) >= SWING
    pilot.show(replace(listening, now=listening.now + timedelta(hours=1)))
    assert luminances() == before


# --- flashes ---------------------------------------------------------------------------------------


def luminances() -> list[float]:
    """Relative luminance (WCAG 2.2) of each block's mean colour, from the window's pixels."""
    from PIL import Image

    from screens.robot_touch import picture

    whole = Image.open(io.BytesIO(picture())).convert("RGB")
    small = whole.resize((BLOCKS, BLOCKS), Image.Resampling.BOX)
    levels = small.tobytes()
    return [
        0.2126 * _linear(levels[at]) + 0.7152 * _linear(levels[at + 1]) + 0.0722 * _linear(levels[at + 2])
        for at in range(0, len(levels), 3)
    ]


def _linear(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def turns(course: list[float]) -> int:
    """How often it goes by SWING one way behind having gone as far the other way: a flash is one and more."""
    count, way, low, high = 0, 0, course[0], course[0]
    for value in course:
        low, high = min(low, value), max(high, value)
        if value - low >= SWING and way <= 0:
            count, way, high = count + (way < 0), 1, value
        elif high - value >= SWING and way >= 0:
            count, way, low = count + (way > 0), -1, value
        if way > 0:
            low = high if value == high else low
        elif way < 0:
            high = low if value == low else high
    return count


def recorded(pilot: Pilot, scenes: Iterable[Visit]) -> list[list[float]]:
    """Block by block its luminance in every frame while one after the other is shown."""
    frames = []
    for scene in scenes:
        pilot.app.show(scene)
        for _ in range(4):
            pilot.frames(1)
            frames.append(luminances())
    return [list(course) for course in zip(*frames, strict=True)]


@pytest.mark.accessibility("COL-05")
@pytest.mark.requirement("X46")
@pytest.mark.parametrize("name", ["home", "bills", "paid", "idle"])
def test_no_change_of_screens_flashes(pilot: Pilot, name: str) -> None:
    """X46: from the resting screen to another one each block changes once, and not there and back."""
    pilot.show(shown("attract"))
    courses = recorded(pilot, (shown("attract"), shown(name)))
    assert max(map(turns, courses)) == 0
    assert max(max(course) - min(course) for course in courses) >= SWING


def test_a_flash_is_seen() -> None:
    dark_to_light, there_and_back, twice, flat = (
        [0.1, 0.1, 0.5, 0.5],
        [0.1, 0.5, 0.1],
        [0.5, 0.1, 0.3, 0.5, 0.1],
        [0.1, 0.15, 0.1],
    )
    assert [turns(course) for course in (dark_to_light, there_and_back, twice, flat)] == [0, 1, 2, 0]


@pytest.fixture
def still(pilot: Pilot) -> Iterator[Pilot]:
    """As a house may have it: `[panel] motion = off`."""
    was, sheet.still = sheet.still, True
    yield pilot
    sheet.still = was


@pytest.mark.requirement("X46")
@pytest.mark.accessibility("COL-05")
@pytest.mark.parametrize("name", ["paying.recording", "pin.asking"])
def test_where_nothing_may_move_the_sign_of_work_stands(still: Pilot, name: str) -> None:
    """COL-05: three dots; there is nothing left on the screen that a clock moves."""
    still.show(replace(shown(name), id="another"))
    signs = [each for each in still.root.walk() if isinstance(each, Busy) and each.opacity]
    assert signs
    assert [sign for sign in signs if sign.turning] == []
    assert all(sign.dot for sign in signs)


@pytest.mark.requirement("X46")
def test_a_house_decides_whether_signs_turn(still: Pilot, catalogue: dict[Language, Texts]) -> None:
    """X46: and does not say so twice."""
    KioskWindow(lambda event: None, catalogue.__getitem__, motion=True)
    assert not sheet.still
    KioskWindow(lambda event: None, catalogue.__getitem__, motion=False)
    assert sheet.still
