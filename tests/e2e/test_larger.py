"""The same payment for somebody who sees little: larger type, yellow on black, in English; by touch, leaf by leaf."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.domain.preferences import Contrast
from kiosk.texts import Texts
from screens.theme import PALETTES
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.e2e.visits import pay_by


class Finger:
    """Turns leaf after leaf, there and back, until what it looks for is on one."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._ways = ["leaf.next", "leaf.back"]

    def choose(self, tag: str) -> None:
        self._turn(lambda: tag in self._panel.ids(), tag, 20)
        self._panel.tap(tag)

    def read(self, text: str, seconds: float) -> None:
        self._turn(lambda: text in self._panel.texts(), text, seconds)

    def _turn(self, found: Callable[[], bool], what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not found():
            assert time.monotonic() < end, f"{what!r} is on no leaf:\n{self._panel.texts()}"
            there = {node["id"]: node["state"] for node in self._panel.nodes()}
            if "disabled" in there.get(self._ways[0], ()):
                self._ways.reverse()
            elif self._ways[0] in there:
                self._panel.tap(self._ways[0])


@pytest.mark.requirement("X38", "X39")
@pytest.mark.accessibility("TXT-04", "COL-03", "PRI-02")
def test_a_bill_is_paid_in_larger_type_yellow_on_black_in_english(
    system: System, panel: Panel, en: Texts, tmp_path: Path
) -> None:
    """X38, X39: every step is reached, the money moves once, and the next customer finds the panel as it was."""
    before = size_of(panel, "attract.start")
    panel.tap("nav.accessibility")
    finger = Finger(panel)
    finger.choose("size.xl")
    finger.choose("contrast.yellow_on_black")
    finger.choose("overlay.close")
    panel.speak("en")
    panel.tap("attract.start")
    panel.see("home.pay")
    assert commonest(panel.picture(tmp_path / "home.png")) == PALETTES[Contrast.YELLOW_ON_BLACK].paper
    pay_by(finger, panel, system, en)
    assert size_of(panel, "attract.start") == before


def size_of(panel: Panel, tag: str) -> list[int]:
    return list(panel.node(tag)["rect"])


def commonest(picture_of: Path) -> str:
    """The colour that most of it has."""
    with Image.open(picture_of) as picture:
        pixels = picture.convert("RGB").tobytes()
    found = Counter(pixels[at : at + 3] for at in range(0, len(pixels), 3))
    return f"#{found.most_common(1)[0][0].hex().upper()}"
