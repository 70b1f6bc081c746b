"""Every screen, larger and lower than it was composed: on each of its leaves everything whole, apart and in reach.

The usual run looks at one visit of each screen and dialog; with EVERY_SIZE set, as in `scripts/soak screens`, at all.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences, Size
from screens.navigator import NIGHTLY
from screens.sheet import REACH, Area, sheet
from screens.window import PANEL
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.test_every_screen import (
    CAPITAL,
    box,
    broken_words,
    check_targets,
    cut_off,
    out_of_panel,
    too_small_type,
    words_of,
)

#: Capitals in mm, seen from 600 mm: 0.7 degrees (EN 301 549, 5.1.4).
AFAR_MM = 7.3
#: How low somebody who sits reaches.
LOWEST_MM = 380
#: The body of letters, in mm (notice on information access, Republic of Korea).
LETTERS_MM = 12

STANDARD, PORTRAIT, LANDSCAPE = Preferences(), Area(), Area(476, 268)


@dataclass(frozen=True)
class Measure:
    language: Language
    wish: Preferences = STANDARD
    area: Area = PORTRAIT
    window: tuple[int, int] = PANEL
    letters: float = 0.0


#: The widest words at the largest sizes and on the smallest panel, the customers' first language at all of them.
MEASURES = {
    "xxl.en": Measure(Language.EN, Preferences(Size.XXL), letters=LETTERS_MM),
    "xxl.zh-Hant": Measure(Language.ZH_HANT, Preferences(Size.XXL), letters=LETTERS_MM),
    "xl.en": Measure(Language.EN, Preferences(Size.XL)),
    "l.zh-Hant": Measure(Language.ZH_HANT, Preferences(Size.L)),
    "low.zh-Hant": Measure(Language.ZH_HANT, Preferences(low=True)),
    "15.6inch.en": Measure(Language.EN, area=Area(194, 345, 850)),
    "32inch.low.zh-Hant": Measure(Language.ZH_HANT, Preferences(low=True), Area(398, 708, 950)),
    "landscape.en": Measure(Language.EN, area=LANDSCAPE, window=PANEL[::-1]),
    "landscape.l.en": Measure(Language.EN, Preferences(Size.L), LANDSCAPE, PANEL[::-1]),
}
if os.environ.get("EVERY_SIZE"):
    for size, tongue in itertools.product((Size.M, Size.L), (Language.ZH_HANT, Language.ZH_HANS)):
        MEASURES[f"landscape.{size}.{tongue}"] = Measure(tongue, Preferences(size), LANDSCAPE, PANEL[::-1])


def names(language: Language) -> list[str]:
    """Technicians have no preferences."""
    shown = {name: each for name, each in visits(language).items() if not isinstance(each.state, NIGHTLY)}
    if os.environ.get("EVERY_SIZE"):
        return list(shown)
    kinds = {
        (type(each.state), type(each.overlay), each.preferences.scanning): name
        for name, each in reversed(shown.items())
    }
    return sorted(kinds.values())


CASES = [(measure, name) for measure, how in MEASURES.items() for name in names(how.language)]


@pytest.fixture
def hang(pilot: Pilot) -> Iterator[Callable[[Measure], None]]:
    """Another panel in place of the usual one."""
    from kivy.core.window import Window

    def change(to: Measure) -> None:
        sheet.area = to.area
        if tuple(Window.size) != to.window:
            Window.size = to.window
            pilot.frames(2)

    yield change
    change(Measure(Language.EN))


@pytest.mark.accessibility("TXT-02", "TXT-03", "TXT-04", "TXT-05", "TGT-01", "TGT-02", "TGT-06")
@pytest.mark.parametrize(("measure", "name"), CASES)
@pytest.mark.requirement("O3", "O5", "X39", "X43")
def test_a_screen_is_whole_at_any_size(
    pilot: Pilot, hang: Callable[[Measure], None], measure: str, name: str
) -> None:
    """O3, O5, X39, X43: no text cut, broken or on another one; every text and button large enough in millimetres of
    the panel; everything on some leaf; what is to be low is in reach of somebody who sits."""
    how = MEASURES[measure]
    hang(how)
    shown = visits(how.language)[name]
    scanning = replace(how.wish, scanning=shown.preferences.scanning)
    pilot.show(replace(shown, preferences=scanning))
    pilot.frames(4)
    for _ in leaves(pilot):
        check_leaf(pilot)
        assert too_small_type(pilot) == []
        assert letters_under(pilot, how.letters) == []
        assert out_of_reach(pilot, everything=how.wish.low) == []


def check_leaf(pilot: Pilot) -> None:
    """What has to hold of each, whatever the size and the words."""
    assert cut_off(pilot) == []
    assert out_of_panel(pilot) == []
    assert broken_words(pilot) == []
    assert on_one_another(pilot) == []
    assert out_of_sight(pilot) == []
    check_targets(pilot)


def leaves(pilot: Pilot) -> Iterator[int]:
    """Turns to each in turn."""
    frame = pilot.root
    leaf = frame.leaf
    page = 0
    while True:
        yield page
        page += 1
        if page >= leaf.at.pages:
            return
        leaf.turn(page)
        pilot.frames(2)


def seen_words(pilot: Pilot) -> list[Any]:
    """Those on the leaf that is turned up, and around it; of what a dialog hides, none."""
    from screens.accessibility import _front
    from screens.widgets.pane import Pane

    front = list(_front(pilot.root).walk(restrict=True))
    pane = next(each for each in front if isinstance(each, Pane))
    inside = set(pane.walk(restrict=True))
    return [w for w in words_of(pilot) if w in front and (w not in inside or pane.shows(w))]


def out_of_sight(pilot: Pilot) -> list[str]:
    """Texts that reach over the edge of their leaf, or of the window."""
    from screens.accessibility import _front
    from screens.widgets.pane import Pane

    pane = next(each for each in _front(pilot.root).walk(restrict=True) if isinstance(each, Pane))
    inside, found = set(pane.walk(restrict=True)), []
    for words in seen_words(pilot):
        left, bottom, right, top = box(words)
        here = box(pane) if words in inside else box(pilot.root)
        if left < here[0] - 1 or right > here[2] + 1 or bottom < here[1] - 2 or top > here[3] + 2:
            found.append(f"{words.words}: {box(words)} outside {here}")
    return found


def letters_under(pilot: Pilot, least: float) -> list[str]:
    """Those whose body has fewer mm, but for the samples of smaller sizes."""
    samples = {texts.get("accessibility.sample") for texts in pilot.texts.values()}
    return [
        f"{w.words}: {w.font_size / sheet.mm:.1f} mm"
        for w in seen_words(pilot)
        if w.font_size < least * sheet.mm and w.words not in samples
    ]


def on_one_another(pilot: Pilot) -> list[str]:
    boxes = [(words.words, box(words)) for words in seen_words(pilot)]
    return [
        f"{one} on {other}"
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 4 and min(a[3], b[3]) - max(a[1], b[1]) > 12
    ]


def out_of_reach(pilot: Pilot, *, everything: bool) -> list[str]:
    """Of who sits, by the panel's place: of the controls of the fixed row, which open all wishes, or of all there are.
    (TGT-06; EN 301 549 8.3.2.1, 8.3.2.2: 380 to 1220 mm above the floor.)"""
    found = []
    for node in pilot.tree():
        top, height = node["rect"][1], node["rect"][3]
        highest = sheet.area.edge + (pilot.root.height - top) / sheet.mm
        lowest = highest - height / sheet.mm
        asked = node["id"] and (everything or node["id"] in ("nav.accessibility", "nav.language"))
        if asked and (lowest < LOWEST_MM or highest > REACH + 0.5):
            found.append(f"{node['id']}: {lowest:.0f} to {highest:.0f} mm")
    return found


@pytest.mark.accessibility("TXT-01")
@pytest.mark.parametrize("name", ["attract", "home", "bills", "review", "paid", "pin", "help"])
def test_the_largest_capitals_are_seen_from_where_people_stand(pilot: Pilot, name: str) -> None:
    """TXT-01: 0.7 degrees at 600 mm, on every leaf of the largest size."""
    pilot.show(replace(visits(Language.EN)[name], preferences=Preferences(Size.XXL)))
    pilot.frames(4)
    for _ in leaves(pilot):
        small = [w.words for w in seen_words(pilot) if w.font_size * CAPITAL < AFAR_MM * sheet.mm]
        assert small == []
