"""The tree against the picture: who only sees finds each name where the tree says, and no word that it leaves out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PIL import Image

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast, Preferences, Size
from screens.robot_touch import picture
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.sight import Place, Seen, bare, look_closely, read, read_at, share_of
from tests.screens.test_every_screen import ROLES

ZH, EN = Language.ZH_HANT, Language.EN
#: Tesseract mistakes a sign now and then; what stands somewhere else, or nowhere, is less than half of a name.
ENOUGH = 0.7
#: Its fewest letters: one alone may be a drawing to it.
LETTERS = 2
#: What is told in other words than are written there: drawn keys and arrows, "Aa" in each size.
OTHERWISE = ("keypad.delete", "leaf.", "size.")
SCREENS = (
    ("home", ZH, Preferences()),
    ("review.no_paper", ZH, Preferences()),
    ("paid.partial", ZH, Preferences()),
    ("not_paid.terminal", ZH, Preferences(Size.M, Contrast.YELLOW_ON_BLACK)),
    ("help.closed", ZH, Preferences()),
    ("faq_article.late-payment", ZH, Preferences(Size.XL)),
    ("bills", EN, Preferences()),
    ("accessibility", EN, Preferences(Size.L, Contrast.WHITE_ON_BLACK)),
    ("callback_review", EN, Preferences()),
)


@dataclass(frozen=True, slots=True)
class View:
    """What the tree says and what can be seen, of one screen."""

    nodes: list[dict[str, Any]]
    shown: Image.Image
    language: Language

    def unseen(self) -> list[str]:
        """Names of which too little stands at their place."""
        nodes = [node for node in self.nodes if self._is_written(node)]
        words = read(self.shown, self.language)
        cuts = read_at(self.shown, [_place(node) for node in nodes], self.language)
        return [
            node["name"]
            for node, cut in zip(nodes, cuts, strict=True)
            if not any(self._says(node, found) for found in self._looks(node, words, cut))
        ]

    def untold(self) -> list[str]:
        """Words that are surely there, at no place of the tree."""
        return [
            word.text
            for word in read(self.shown, self.language)
            if word.sure
            and len(bare(word.text)) > LETTERS
            and not any(_holds(node, word) for node in self.nodes)
        ]

    def _is_written(self, node: dict[str, Any]) -> bool:
        readable = bare(node["name"]).isascii() or self.language is not EN  # the brand stands there in both
        return not node["id"].startswith(OTHERWISE) and readable and len(bare(node["name"])) >= LETTERS

    def _says(self, node: dict[str, Any], found: str) -> bool:
        """A control may tell more than is written on it: "Change Topic"."""
        if share_of(node["name"], found) >= ENOUGH:
            return True
        return (
            node["role"] in ROLES and len(bare(found)) > LETTERS and share_of(found, node["name"]) >= ENOUGH
        )

    def _looks(self, node: dict[str, Any], words: list[Seen], cut: str) -> Iterator[str]:
        """The quickest first."""
        yield cut
        yield " ".join(word.text for word in words if _holds(node, word))
        yield from look_closely(self.shown, _place(node), self.language)


def _place(node: dict[str, Any]) -> Place:
    left, top, width, height = node["rect"]
    return left, top, width, height


def _holds(node: dict[str, Any], word: Seen) -> bool:
    left, top, width, height = node["rect"]
    return bool(left <= word.x <= left + width and top <= word.y <= top + height)


def view(pilot: Pilot, name: str, language: Language, preferences: Preferences) -> View:
    pilot.show(replace(visits(language)[name], preferences=preferences))
    pilot.frames(3)
    return View(pilot.tree(), Image.open(io.BytesIO(picture())).convert("RGB"), language)


@pytest.mark.requirement("X42")
@pytest.mark.accessibility("SPK-03", "SPK-04")
@pytest.mark.parametrize(("name", "language", "preferences"), SCREENS)
def test_what_the_tree_says_is_what_is_seen(
    pilot: Pilot, name: str, language: Language, preferences: Preferences
) -> None:
    """X42: by the words that a stranger recognises on the picture."""
    seen = view(pilot, name, language, preferences)
    assert seen.unseen() == []
    assert seen.untold() == []


@pytest.mark.requirement("X42")
def test_whoever_sees_is_not_told_stories(pilot: Pilot) -> None:
    """X42: the judge himself: another name, a name at another's place, and a text that the tree leaves out."""
    seen = view(pilot, "callback_review", EN, Preferences())
    heading = next(node for node in seen.nodes if node["role"] == "heading" and node["inside"])
    others = [node for node in seen.nodes if node is not heading]
    lie = replace(seen, nodes=[*others, {**heading, "name": "Your parcel is ready"}])
    assert lie.unseen() == ["Your parcel is ready"]
    help_ = next(node for node in others if node["id"] == "nav.help")
    elsewhere = {**heading, "rect": help_["rect"]}
    assert replace(seen, nodes=[*others, elsewhere]).unseen() == [heading["name"]]
    assert set(" ".join(replace(seen, nodes=others).untold()).split()) & set(heading["name"].split())
