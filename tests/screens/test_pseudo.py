"""Every screen in a language with longer words than any of ours: nothing cut, broken or on another text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from kivy.uix.relativelayout import RelativeLayout

from kiosk.domain.language import Language
from kiosk.texts import Texts
from screens.scanning import rows_of
from screens.theme import icon
from screens.widgets.picto import Picto
from screens.widgets.words import Words
from tests.screens.conftest import ROOT, Pilot
from tests.screens.gallery import visits
from tests.screens.pseudo import longer, pseudo
from tests.screens.test_every_screen import box, seen, words_of
from tests.screens.test_every_size import check_leaf, leaves, names

#: One screen in four, and with EVERY_SIZE all: most of what mirrors them is the layouts' own.
MIRRORED = names(Language.EN)[:: 1 if os.environ.get("EVERY_SIZE") else 4]


def test_longer_is_forty_percent_longer_and_keeps_its_fields() -> None:
    text = "Choose a language that nobody speaks here {name}"
    assert longer(text).endswith(" {name}")
    assert 1.35 <= len(longer(text).split("{")[0]) / len(text.split("{")[0]) <= 1.45


@pytest.fixture
def speak(pilot: Pilot) -> Iterator[Callable[[bool], None]]:
    """The window speaks it instead of English, from the left or `mirrored`, and afterwards English again."""
    navigator = pilot.app._navigator
    usual = navigator._texts

    def change(mirrored: bool) -> None:
        def get(language: Language) -> Texts:
            texts = usual(language)
            return pseudo(texts, mirrored=mirrored) if language is Language.EN else texts

        navigator._texts = get

    yield change
    navigator._texts = usual
    pilot.show(visits(Language.EN)["attract"])  # a frame for the usual words again


@pytest.mark.accessibility("TXT-05")
@pytest.mark.parametrize("name", names(Language.EN))
def test_longer_words_find_room(pilot: Pilot, speak: Callable[[bool], None], name: str) -> None:
    """A language whose texts are 40 % longer than English is whole on every leaf of every screen."""
    speak(False)
    pilot.show(visits(Language.EN)[name])
    pilot.frames(4)
    for _ in leaves(pilot):
        check_leaf(pilot)


@pytest.mark.accessibility("TXT-05")
@pytest.mark.parametrize("name", MIRRORED)
def test_a_language_from_right_to_left_has_its_screens_mirrored(
    pilot: Pilot, speak: Callable[[bool], None], name: str
) -> None:
    """Every text and icon stands where its reflection would, but for what is the same in every language: keys, and
    pictures of what stands before one. And it is whole."""
    speak(False)
    pilot.show(visits(Language.EN)[name])
    pilot.frames(4)
    usual, width = places(pilot), pilot.root.width
    speak(True)
    pilot.show(visits(Language.EN)[name])
    pilot.frames(4)
    reflected = [(words, width - right, width - left) for words, left, right in usual]
    strange = [
        (one, other)
        for one, other in zip(reflected, places(pilot), strict=True)
        if abs(one[1] - other[1]) > 2 or abs(one[2] - other[2]) > 2
    ]
    assert strange == []
    assert {each.halign for each in words_of(pilot)} <= {"right", "center"}
    for _ in leaves(pilot):
        check_leaf(pilot)


def test_what_points_onward_points_the_other_way(pilot: Pilot, speak: Callable[[bool], None]) -> None:
    usual = icon("chevron-right"), icon("printer")
    speak(True)
    pilot.show(visits(Language.EN)["home"])
    assert (icon("chevron-left"), icon("printer")) == usual


def test_switches_go_along_a_row_as_it_is_read(pilot: Pilot, speak: Callable[[bool], None]) -> None:
    speak(True)
    pilot.show(visits(Language.EN)["home"])
    pilot.frames(4)
    row = next(row for row in rows_of([pilot.find("nav.language"), pilot.find("nav.accessibility")]))
    assert [control.tag for control in row] == ["nav.language", "nav.accessibility"]
    assert row[0].x > row[1].x


def test_keys_stand_as_everywhere(pilot: Pilot, speak: Callable[[bool], None]) -> None:
    speak(True)
    pilot.show(visits(Language.EN)["pin"])
    pilot.frames(4)
    one, two, three = (pilot.find(f"keypad.{digit}").x for digit in "123")
    assert one < two < three


def test_no_layout_is_kivys_own() -> None:
    """It would not mirror."""
    own = re.compile(r"kivy\.uix(\.| import .*)(box|grid|anchor)layout")
    assert own.search("from kivy.uix.boxlayout import BoxLayout")
    found = [file.name for file in (ROOT / "screens").rglob("*.py") if own.search(file.read_text())]
    assert found == ["sides.py"]


def places(pilot: Pilot) -> list[tuple[str, float, float]]:
    """Of each text and icon its left and right edge."""
    found = []
    for each in mirrored_parts(pilot.root):
        left, _, right, _ = box(each)
        found.append((each.text, left, right))
    return found


def mirrored_parts(widget: Any) -> Iterator[Any]:
    for child in reversed(widget.children):
        if isinstance(child, RelativeLayout) or not getattr(child, "mirrors", True):
            continue
        if isinstance(child, Words | Picto) and child.text and seen(child):
            yield child
        yield from mirrored_parts(child)
