"""A few screens beside the pictures of them that somebody has looked at."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw

from kiosk.domain.language import Language
from tests.screens.conftest import Pilot
from tests.screens.gallery import FOCUSED, visits
from tests.screens.golden import NAMES, SIZE, TOLERANCE, apart, kept, small
from tests.screens.keys import go_to


@pytest.mark.requirement("X64")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", Language)
def test_a_screen_looks_as_it_did(pilot: Pilot, language: Language, name: str) -> None:
    """X64: nothing went missing, moved or lost its colour; what is meant to look new is taken and looked at anew."""
    from screens.robot_touch import picture

    base, focused = FOCUSED.get(name, (name, ""))
    pilot.show(visits(language)[base])
    if focused:
        go_to(pilot.app, focused)
        pilot.frames(2)
    off = apart(small(picture()), Image.open(kept(language, name)))
    assert off <= TOLERANCE, f"{off:.1f} off; if so meant: python -m tests.screens.golden, and look at it"


@pytest.mark.requirement("X64")
def test_a_word_that_is_gone_is_seen() -> None:
    """X64: the comparison is fine enough for a short word of the smallest type, and blind to a shade."""
    before = Image.open(kept(Language.ZH_HANT, "bills"))
    shade = before.point(lambda value: min(255, value + 1))
    assert apart(before, shade) <= TOLERANCE
    gone = before.copy()
    paper = gone.getpixel((2, SIZE[1] // 2))
    left, top = 14, 100  # the line of small words below the title
    ImageDraw.Draw(gone).rectangle((left, top, left + 60, top + 14), fill=paper)
    assert apart(before, gone) > TOLERANCE
