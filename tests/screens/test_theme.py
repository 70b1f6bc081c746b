"""Colours that can be read, icons that exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast
from screens.theme import NIGHT, PALETTES, WRITTEN_ON, Palette
from tests.screens.conftest import ROOT, Pilot
from tests.screens.visits import visits


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.accessibility("COL-01")
@pytest.mark.parametrize("palette", [*PALETTES.values(), NIGHT])
@pytest.mark.parametrize(("written", "on"), WRITTEN_ON)
def test_text_reaches_seven_to_one(palette: Palette, written: str, on: str) -> None:
    assert contrast(getattr(palette, written), getattr(palette, on)) >= 7


@pytest.mark.accessibility("COL-02")
@pytest.mark.parametrize("palette", [*PALETTES.values(), NIGHT])
def test_an_edge_that_means_something_reaches_three_to_one(palette: Palette) -> None:
    assert contrast(palette.edge, palette.surface) >= 3
    assert contrast(palette.edge, palette.paper) >= 3


@pytest.mark.accessibility("COL-03")
@pytest.mark.parametrize("choice", [each for each in Contrast if each is not Contrast.STANDARD])
def test_a_palette_of_high_contrast_has_one(choice: Contrast) -> None:
    """COL-03: 15:1 for the text, 10:1 wherever it may stand."""
    palette = PALETTES[choice]
    assert contrast(palette.ink, palette.paper) >= 15
    assert min(contrast(getattr(palette, one), getattr(palette, on)) for one, on in WRITTEN_ON) >= 10


def test_every_icon_that_is_named_can_be_drawn() -> None:
    """O2: names in kv and Python files are in the icon font."""
    known = json.loads((ROOT / "assets/icons/icons.json").read_text())
    drawn = TTFont(ROOT / "assets/icons/icons.ttf").getBestCmap()
    used = set()
    for file in (ROOT / "screens").rglob("*.kv"):
        used |= {
            name
            for line in re.findall(r"(?:icon|name): (.*'.*)", file.read_text())
            for name in re.findall(r"'([a-z][a-z0-9-]+)'", line)
        }
    assert {"printer", "globe"} <= used
    assert {name for name in used if name not in known} - {
        "success",
        "danger",
        "checked",
    } == set()  # words of states
    assert all(int(code, 16) in drawn for code in known.values())


def test_an_icon_stands_in_the_middle() -> None:
    """A side bearing of 0 would make FreeType draw every icon too far left."""
    font = TTFont(ROOT / "assets/icons/icons.ttf")
    for name in font.getGlyphOrder()[1:]:
        assert font["hmtx"][name][1] == getattr(font["glyf"][name], "xMin", 0)


@pytest.mark.requirement("O2")
def test_simplified_chinese_is_set_in_the_shapes_of_the_mainland(pilot: Pilot) -> None:
    """O2: one character, two shapes: each language has the face that its readers know, also after a switch."""
    faces = {}
    for language in (*Language, Language.ZH_HANT):
        pilot.show(visits(language)["home"])
        faces[language] = set(_faces_of_words(pilot.root))
    assert faces == {
        Language.ZH_HANT: {"kiosk"},
        Language.EN: {"kiosk"},
        Language.ZH_HANS: {"kiosk-sc"},
    }


def _faces_of_words(widget: Any) -> Iterator[str]:
    from screens.widgets.words import Words

    for child in widget.walk():
        if isinstance(child, Words) and child.words:
            yield child.font_name
