"""Every screen, larger and lower than it was composed: on each of its leaves everything whole, apart and in reach.

The usual run looks at one visit of each screen and dialog; with EVERY_SIZE set, as in `scripts/soak screens`, at all.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain.language import Language
from kiosk.domain.preferences import Preferences, Size
from screens.navigator import NIGHTLY
from screens.sheet import LOW
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.test_every_screen import box, check_targets, cut_off, out_of_panel, words_of

#: In letters; what is longer was typed (an address) and has no better place to break.
LONGEST_WORD = 30

#: The widest words at the largest sizes, the customers' first language at all of them.
MEASURES = {
    "xxl.en": (Language.EN, Preferences(Size.XXL)),
    "xxl.zh-Hant": (Language.ZH_HANT, Preferences(Size.XXL)),
    "xl.en": (Language.EN, Preferences(Size.XL)),
    "l.zh-Hant": (Language.ZH_HANT, Preferences(Size.L)),
    "low.zh-Hant": (Language.ZH_HANT, Preferences(low=True)),
}


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


CASES = [(measure, name) for measure, (language, _) in MEASURES.items() for name in names(language)]


@pytest.mark.accessibility("TXT-04", "TXT-05")
@pytest.mark.parametrize(("measure", "name"), CASES)
@pytest.mark.requirement("O5", "X39", "X43")
def test_a_screen_is_whole_at_any_size(pilot: Pilot, measure: str, name: str) -> None:
    """O5, X39, X43: no text cut, broken or on another one; every button large enough; everything on some leaf."""
    language, wish = MEASURES[measure]
    shown = visits(language)[name]
    scanning = replace(wish, scanning=shown.preferences.scanning)
    pilot.show(replace(shown, preferences=scanning))
    pilot.frames(4)
    for _ in leaves(pilot):
        assert cut_off(pilot) == []
        assert out_of_panel(pilot) == []
        assert broken_words(pilot) == []
        assert on_one_another(pilot) == []
        assert out_of_sight(pilot) == []
        check_targets(pilot)
        if wish.low:
            assert out_of_reach(pilot) == []


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


def broken_words(pilot: Pilot) -> list[str]:
    """Latin words that go on in the next line."""
    found = []
    for words in seen_words(pilot):
        for one, other in itertools.pairwise(words.text.split("\n")):
            inside = one[-1:].isascii() and one[-1:].isalpha() and other[:1].isascii() and other[:1].isalpha()
            whole = one.split()[-1] + other.split()[0] if inside else ""
            if whole and whole in words.words and len(whole) <= LONGEST_WORD:
                found.append(words.text)
    return found


def on_one_another(pilot: Pilot) -> list[str]:
    boxes = [(words.words, box(words)) for words in seen_words(pilot)]
    return [
        f"{one} on {other}"
        for (one, a), (other, b) in itertools.combinations(boxes, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > 4 and min(a[3], b[3]) - max(a[1], b[1]) > 12
    ]


def out_of_reach(pilot: Pilot) -> list[str]:
    highest = pilot.root.height * (1 - LOW)
    return [node["id"] for node in pilot.tree() if node["id"] and node["rect"][1] < highest - 1]
