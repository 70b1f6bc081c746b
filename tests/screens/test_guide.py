"""The printed guide: made from the screens' own drawings and texts, for every language and every step."""

from __future__ import annotations

import re

import pytest

from kiosk.domain.guidance import PICTURES, WORDS, Guide
from kiosk.domain.language import Language
from kiosk.texts import load_texts
from screens.drawings import DRAWINGS
from screens.guide import FILE, MARKED, ROOT, made, picture

TEXTS = load_texts(ROOT / "assets" / "locale")


@pytest.mark.accessibility("DOC-01")
@pytest.mark.requirement("X14")
def test_the_guide_is_current() -> None:
    """X14: a step, a text or a drawing that changed is printed anew."""
    assert FILE.read_text(encoding="utf-8") == made(), "python -m screens.guide makes it anew"


@pytest.mark.accessibility("AUD-10")
@pytest.mark.requirement("X14")
@pytest.mark.parametrize("language", Language)
def test_each_step_stands_in_it_with_picture_lamp_chime_and_words(language: Language) -> None:
    """X14."""
    texts = TEXTS[language]
    page = re.search(rf'<section lang="{language.value}">.*?</section>', made(), re.DOTALL)
    assert page
    steps = re.findall(r"<li>.*?</li>", page[0], re.DOTALL)
    assert len(steps) == len(Guide)
    for guide, step in zip(Guide, steps, strict=True):
        assert picture(guide) in step
        for key in (*WORDS[guide], "guide.lamp", f"guide.chime.{guide.value}"):
            assert texts.get(key) in step


@pytest.mark.requirement("X14")
@pytest.mark.parametrize("guide", Guide)
def test_each_picture_shows_where_the_hand_goes(guide: Guide) -> None:
    """X14: the part is drawn, in colour, and behind everything else in the file, so on top."""
    device, spot = PICTURES[guide]
    parts = sum(stroke.spot is spot for stroke in DRAWINGS[device])
    svg = picture(guide)
    assert 0 < parts == svg.count(MARKED)
    assert svg.index(MARKED) > svg.rindex("#566764")
